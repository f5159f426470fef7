/* The bytes between pickle.c and unpickle.c. Each piece stands before what it holds, and is as long as what
 * pickle protocol 4 spends on it (opcode, memo, mark together), so that whole pickles have its lengths within a few per cent.
 *
 *   head  80 04 95 and 8 bytes of length; tail "."
 *
 * What may be met again is numbered when it is first met, in order, on both sides alike. */
#ifndef GILSCOPE_PYTHON_PICKLE_CODE_H
#define GILSCOPE_PYTHON_PICKLE_CODE_H

enum pickle_code {
    PICK_none = 'N', PICK_true = 'T', PICK_false = 'F', PICK_ellipsis = '.', PICK_not_implemented = 'n',
    PICK_int1 = 'K', PICK_int2 = 'M', PICK_int4 = 'J', PICK_long = 'L', /* 1, 2, 4 bytes; 4 bytes of length and hexadecimal digits */
    PICK_float = 'G', PICK_str1 = 'U', PICK_str4 = 'V', PICK_bytes1 = 'B', PICK_bytes4 = 'b', PICK_bytearray = 'y',
    PICK_tuple1 = '1', PICK_tuple2 = '2', PICK_tuple3 = '3',
    PICK_tuple0 = ')', PICK_tuple = 't', PICK_list = 'l', PICK_dict = 'd', PICK_set = 's', PICK_frozenset = 'z', /* 3 bytes of count */
    PICK_seen1 = 'h', PICK_seen4 = 'j',
    PICK_global = 'g',   /* module, qualified name */
    PICK_instance = 'o', /* class, dict or None */
    PICK_items = 'i',    /* of a class with a builtin layout: class, the builtin value, dict or None */
    PICK_state = 'S',    /* class, what __getstate__ gave */
    PICK_reduce = 'R',   /* callable, args, state or None, list items or None, dict items or None */
};

enum { PICKLE_HEAD = 11, PICKLE_DEPTH_MAX = 500, PICKLE_LENGTH_MAX = 0xFFFFFF };

#endif
