/* floor FILE TIMES: loads the file with libyaml's own document loader TIMES times; prints the fastest in milliseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

/* Returns the milliseconds that loading takes, without freeing the document; negative when it fails. */
static double load(const unsigned char *bytes, size_t size) {
    yaml_parser_t parser;
    yaml_document_t document;
    double start = milliseconds();
    if (!yaml_parser_initialize(&parser)) return -1;
    yaml_parser_set_input_string(&parser, bytes, size);
    int loaded = yaml_parser_load(&parser, &document) && yaml_document_get_root_node(&document);
    yaml_parser_delete(&parser);
    double elapsed = milliseconds() - start;
    if (loaded) yaml_document_delete(&document);
    return loaded ? elapsed : -1;
}

int main(int count, char **arguments) {
    FILE *file = count == 3 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return 2;
    fseek(file, 0, SEEK_END);
    size_t size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size + 1);
    if (!bytes || fread(bytes, 1, size, file) != size) return 2;
    double fastest = 1e9;
    for (int run = atoi(arguments[2]); run > 0; run--) {
        double elapsed = load(bytes, size);
        if (elapsed < 0) return 1;
        if (elapsed < fastest) fastest = elapsed;
    }
    printf("%.3f\n", fastest);
    return 0;
}
