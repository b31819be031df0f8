/* SPDX-License-Identifier: GPL-2.0 */
/* Parameters and handles of the kernel: one write is one command. */
#ifndef GUEST_WRITE_FILE_H
#define GUEST_WRITE_FILE_H

/* Writes @text to the file @path in one call. Returns 0 or a negative errno. */
int write_file(const char *path, const char *text);

#endif /* GUEST_WRITE_FILE_H */
