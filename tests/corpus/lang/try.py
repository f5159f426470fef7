def f(x):
    for i in x:
        try:
            y
        except A:
            continue
        finally: z
def h(x):
    while x:
        with a:
            break
    return
try:
    a
except* B as e:
    b
except* C:
    c
else: d
def k():
  while a:
    with b: c
