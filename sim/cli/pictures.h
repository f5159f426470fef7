/* The formats that gilscope hands to gilscope-view: name and help, ended by NULL. */
#ifndef GILSCOPE_CLI_PICTURES_H
#define GILSCOPE_CLI_PICTURES_H

extern const char *const picture_formats[][2];

#endif
