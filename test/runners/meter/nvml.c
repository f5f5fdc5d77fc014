/* Stands in for libnvidia-ml: two GPUs, of which the first draws 300 W and the second has no counter and no utilization.
   The functions and structures are those of nvml.h (NVML 12 and 13) that the reader uses. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

typedef struct { unsigned index; } device;
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory_v2;
typedef struct { unsigned gpu, memory; } rates;

static device devices[2] = {{0}, {1}};

int nvmlInit_v2(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, device **out) { *out = &devices[index]; return index < 2 ? 0 : 2; }
int nvmlDeviceGetUUID(device *d, char *text, unsigned bytes) { snprintf(text, bytes, "GPU-%u", d->index); return 0; }
int nvmlDeviceGetName(device *d, char *text, unsigned bytes) { (void)d; strncpy(text, "NVIDIA H100 80GB HBM3", bytes); return 0; }
int nvmlDeviceGetTotalEnergyConsumption(device *d, unsigned long long *mj) {
  struct timespec now;
  if (d->index == 1) return 3; /* NVML_ERROR_NOT_SUPPORTED */
  clock_gettime(CLOCK_MONOTONIC, &now);
  /* Above 2^53 µJ and renewed every 20 ms, as on a GPU that ran for months. */
  double seconds = now.tv_sec + now.tv_nsec / 1e9;
  *mj = 5000000000ULL + (unsigned long long)(300000.0 * ((long long)(seconds * 50)) / 50);
  return 0;
}
int nvmlDeviceGetPowerUsage(device *d, unsigned *mw) { *mw = d->index ? 100000 : 300000; return 0; }
int nvmlDeviceGetUtilizationRates(device *d, rates *r) { r->gpu = 90; r->memory = 40; return d->index ? 3 : 0; }
int nvmlDeviceGetMemoryInfo_v2(device *d, memory_v2 *m) {
  if (m->version != (sizeof(memory_v2) | (2 << 24))) return 25; /* NVML_ERROR_ARGUMENT_VERSION_MISMATCH */
  m->used = (d->index + 1) * 1073741824ULL;
  return 0;
}
