match a, *b:
    case {"k": v, **rest} | [v, rest]: pass
    case A(1, x=B(y)) | {"x": y}: pass
    case {**all}: pass
    case (y.x | y.z | "s" as q, [1, *t, 2]) if q: pass
    case [c, *_] | {"a": {"b": [c]}}: f(c if 0 else 1)
def g(*, a: int, **k): return k and not a
@d1
@d2.x(1)
class X(*bases, k=1): a: int; b.c: str = 1; (d): float
@dec
async def h(a, b=(1, 2), *c: *T):
    for i in [1, 2, 3]:
        if i in {1, 2} and not i in [3, a]: continue
        elif 0 < i < 3 or i: break
    else: return await a, *b
    try:
        with (open(a) as f, open(b) as g,): return f
    except (A, B): raise
    else: pass
    finally:
        for x in y:
            try: continue
            finally: del x[1:2, ::3]
    return [[z async for z in q] for p in (1, 2)], {k: v for k, v in w}, {*s}, {**t, 'a': 1}, (x for x in [y])
x[0] += 1; x.y **= 2; x @= z; x[a:b] //= c
lambda a, /, b=1, *c, d, e=2, **f: (a, f)
f"{x}{y!s:{w}.{p}}{z = }" "a" f'{{}}' '%s-%r' % (a, b) if a else "%d" % (c,)
while a and b or not (c and d): a = b if c else d if e else f
print(a.b.c(d)
      .e(f=1), "abc"[1], (1, 2)[0], -1 ** 2, not None, "a" * 3, (1,) + (2,), 1 << 70, 7 // -2, 7.5 % -2, 2 ** -1)
global_ = [i for i in range(3) for j in [i] if j if i]
