// Loads the binding of tfjs-node that lies beside it. TensorFlow 2.21 writes to standard error while it is being loaded,
// before it has read TF_CPP_MIN_LOG_LEVEL; until it is loaded that goes nowhere.
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

#include <string>

static void* LoadQuietly(const std::string& path) {
  const int kept = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (kept >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  void* library = dlopen(path.c_str(), RTLD_LAZY);
  if (kept >= 0) dup2(kept, STDERR_FILENO);
  if (kept >= 0) close(kept);
  if (nowhere >= 0) close(nowhere);
  return library;
}

NAPI_MODULE_INIT() {
  Dl_info self;
  dladdr(reinterpret_cast<void*>(&LoadQuietly), &self);
  const std::string path(self.dli_fname);
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  void* library = LoadQuietly(folder + "tfjs_tensorflow.node");
  using Register = napi_value (*)(napi_env, napi_value);
  auto* start = library ? reinterpret_cast<Register>(dlsym(library, "napi_register_module_v1")) : nullptr;
  if (start != nullptr) return start(env, exports);
  napi_throw_error(env, nullptr, dlerror());
  return nullptr;
}
