#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library" */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one_input)(const uint8_t *data, size_t size));
