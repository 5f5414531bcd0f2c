/* Stands for the frozen program where only its installers are tested: writes its version and arguments to the file
   that WALLBOARD_STUB_LOG names; with --wait it stays until somebody presses Enter, and so keeps its file in use. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    const char *name = getenv("WALLBOARD_STUB_LOG");
    FILE *log = name ? fopen(name, "a") : stdout;
    if (!log)
        return 1;
    fprintf(log, "wallboard %s", STUB_VERSION);
    for (int i = 1; i < argc; i++)
        fprintf(log, " %s", argv[i]);
    fprintf(log, "\n");
    fflush(log);
    if (argc > 1 && strcmp(argv[1], "--wait") == 0)
        getchar();
    return 0;
}
