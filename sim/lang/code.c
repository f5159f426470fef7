/* What opcode.def tells about instructions. */
#include "lang/code.h"

#include "base/assert.h"
#include "lang/operand.h"

enum { VAR = 1000 }; /* depends on the argument */

static const struct {
    const char *name;
    int pops, pushes;
    enum operand operand;
} rows[OPCODE_COUNT] = {
#define OPCODE(name, operand, pops, pushes, cost, polls, picture) [OP_##name] = {#name, pops, pushes, OPERAND_##operand},
#include "lang/opcode.def"
#undef OPCODE
};

const char *opcode_name(enum opcode op)
{
    ASSERT(op < OPCODE_COUNT);
    return rows[op].name;
}

const char *binary_symbol(enum binary_kind k)
{
    static const char *const symbols[] = {"+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"};
    static const char *const in_place[] = {"+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="};
    ASSERT((int)k < 2 * BIN_INPLACE);
    return k < BIN_INPLACE ? symbols[k] : in_place[k - BIN_INPLACE];
}

const char *compare_symbol(enum compare_kind k)
{
    static const char *const symbols[] = {"<", "<=", "==", "!=", ">", ">="};
    ASSERT(k <= CMP_ge);
    return symbols[k];
}

static int bits(int32_t flags)
{
    int n = 0;
    for (; flags; flags >>= 1)
        n += flags & 1;
    return n;
}

/* Rows whose pops or pushes are VAR: pops - 1 push, unless said otherwise. */
static int variable_effect(enum opcode op, int32_t arg)
{
    switch ((int)op) {
    case OP_BUILD_MAP: return 1 - 2 * arg;
    case OP_BUILD_CONST_KEY_MAP: return -arg;
    case OP_UNPACK_SEQUENCE: return arg - 1;
    case OP_UNPACK_EX: return (arg & 0xFF) + (arg >> 8);
    case OP_FORMAT_VALUE: return arg & 4 ? -1 : 0;
    case OP_MAKE_FUNCTION: return -bits(arg & 15);
    case OP_CALL: return -1 - arg;
    case OP_CALL_FUNCTION_EX: return -2 - (arg & 1);
    case OP_RAISE_VARARGS: return -arg;
    default: return 1 - arg; /* BUILD_* */
    }
}

int opcode_effect(enum opcode op, int32_t arg, bool jump)
{
    ASSERT(op < OPCODE_COUNT);
    if (jump) {
        if (op == OP_JUMP_IF_FALSE_OR_POP || op == OP_JUMP_IF_TRUE_OR_POP)
            return 0;
        if (op == OP_FOR_ITER || op == OP_SEND)
            return -1;
    }
    if (rows[op].pops == VAR || rows[op].pushes == VAR)
        return variable_effect(op, arg);
    return rows[op].pushes - rows[op].pops;
}

enum operand opcode_operand(enum opcode op)
{
    ASSERT(op < OPCODE_COUNT);
    return rows[op].operand;
}

/* Below what an instruction pops it may look at values that stay: those count, too. */
int opcode_pops(enum opcode op, int32_t arg)
{
    switch ((int)op) {
    case OP_COPY:
    case OP_SWAP: return arg;
    case OP_LIST_APPEND:
    case OP_SET_ADD:
    case OP_LIST_EXTEND:
    case OP_SET_UPDATE:
    case OP_DICT_UPDATE:
    case OP_DICT_MERGE: return arg + 1;
    case OP_MAP_ADD: return arg + 2;
    case OP_FOR_ITER:
    case OP_GET_LEN:
    case OP_GET_ANEXT:
    case OP_MATCH_MAPPING:
    case OP_MATCH_SEQUENCE:
    case OP_IMPORT_FROM: return 1;
    case OP_SEND:
    case OP_MATCH_KEYS: return 2;
    case OP_WITH_EXCEPT_START: return 4;
    case OP_UNPACK_SEQUENCE:
    case OP_UNPACK_EX: return 1;
    case OP_RERAISE: return arg ? arg + 1 : 1;
    default: break;
    }
    if (rows[op].pops == VAR)
        return 1 - variable_effect(op, arg) - (op == OP_RAISE_VARARGS);
    return rows[op].pops;
}
