# Lists and tuples: methods, slices, sorting, messages.
def attempt(f, *args, **kw):
    try:
        return f(*args, **kw)
    except Exception as e:
        return f"{type(e).__name__}: {e}"

a = [3, 1, 2]
a.append(5); a.extend([7, 8]); a.extend("xy"); a.insert(0, 9); a.insert(-1, "m"); a.insert(100, "end")
print(a, len(a), a[0], a[-1], a[1:3], a[::-1], a[::2], a[-3:], a[5:1], a[100:], a[:-100])
print(a.pop(), a.pop(0), a.pop(-2), a, a.index(2), a.count(1), 7 in a, 70 in a, attempt(a.remove, 99), attempt(a.index, 99), attempt([].pop), attempt(a.pop, 50))
a.remove("m") if "m" in a else None
a.reverse(); print(a, a.copy() == a, a.copy() is a); a.clear(); print(a)
print(attempt(lambda: [1][5]), attempt(lambda: [1]["a"]), attempt(lambda: (1,)[5]), attempt(lambda: (1,)["a"]), attempt(lambda: [1, 2][::0]))
b = list(range(10))
b[2:4] = ["a", "b", "c"]; print(b)
b[::3] = [0] * len(b[::3]); print(b)
del b[1]; del b[-1]; del b[2:5]; print(b)
del b[::2]; print(b)
b[1:1] = [1, 2, 3]; b[:0] = ["start"]; b[len(b):] = ["end"]; print(b)
b[:] = []; print(b)
c = [1, 2, 3]; c[1:2] = c; print(c); c += c; print(c); c *= 2; print(len(c)); c += (9,); c += "ab"; print(c[-3:])
def assign(l, i, v): l[i] = v
def delete(l, i): del l[i]
print(attempt(assign, [1], 5, 0), attempt(delete, [1], 5), attempt(assign, [1, 2, 3], slice(0, 3, 2), [1]), attempt(assign, [1], slice(0, 1), 5), attempt(assign, (1,), 0, 5), attempt(delete, (1,), 0), attempt(assign, "a", 0, "b"), attempt(assign, [1], slice(None, None, 2), 5))
print([1, 2] + [3], [0] * 3, 2 * [1, 2], [1] * 0, [1] * -1, attempt(lambda: [1] + (2,)), attempt(lambda: [1] * "a"), attempt(lambda: [1] + 1), attempt(lambda: (1,) + [1]))
print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1, 2] != [1], (1, 2) < (1, 2, 3), (1, "a") == (1, "a"), [1] == (1,), attempt(lambda: [1] < ["a"]), attempt(lambda: [1] < 1))
l = [1]; l.append(l); print(l); t = ([],); t[0].append(t); print(t)
print([[]] * 2, [None, True, 1.5, "s", b"b", (1,), {1: 2}, {3}, ...])
print(sorted([3, 1, 2]), sorted([3, 1, 2], reverse=True), sorted("bca"), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted(["bb", "a", "ccc"], key=len), sorted([-3, 2, -1], key=abs), sorted({3: 1, 1: 2}), attempt(sorted, [1, "a"]), attempt(sorted, 5))
pairs = [("x", 2), ("y", 1), ("z", 2), ("w", 1)]
print(sorted(pairs, key=lambda p: p[1]), sorted(pairs, key=lambda p: p[1], reverse=True), sorted(pairs, key=lambda p: (-p[1], p[0])))
big = [(i * 7919) % 1009 for i in range(500)]; big.sort(); print(big[:10], big == sorted(big, reverse=True)[::-1], all(big[i] <= big[i + 1] for i in range(499)))
stable = [(i % 5, i) for i in range(100)]; stable.sort(key=lambda p: p[0]); print(stable == sorted(stable)); stable.sort(key=lambda p: p[0], reverse=True); print(stable[:4], stable[-3:])
class R:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __repr__(self): return f"R{self.n}"
print(sorted([R(3), R(1), R(2)]), max([R(3), R(1)], key=lambda r: r.n), [R(1)] == [R(1)])
print((), (1,), (1, 2), tuple("ab"), tuple([1, 2]), (1, 2)[0], (1, 2)[-1:], (1, 2, 3)[::-1], (1, 2, 1).count(1), (1, 2).index(2), attempt((1,).index, 5), (1,) * 3, (1,) + (2,), 1 in (1, 2), hash((1, 2, 3)), hash(()), hash((1, (2, "x"))) == hash((1, (2, "x"))))
x, *y, z = [1, 2, 3, 4]; print(x, y, z); (p, q), r = (1, 2), 3; print(p, q, r); *m, n = "ab"; print(m, n)
def unpack(v):
    a, b = v
print(attempt(unpack, [1]), attempt(unpack, [1, 2, 3]), attempt(unpack, 5))
print(list(reversed([1, 2, 3])), list(enumerate("ab")), list(enumerate("ab", 5)), list(zip([1, 2, 3], "ab")), list(zip()), list(map(str, [1, 2])), list(filter(None, [0, 1, "", 2])), attempt(lambda: list(zip([1], [1, 2], strict=True))), list(zip(*[(1, 2), (3, 4)])))
print([i * j for i in range(3) for j in range(3) if i != j], [[j for j in range(i)] for i in range(4)], any([0, 1]), all([]), sum([[1], [2]], []), list(range(5))[1:4], [*range(3), *"ab"])
it = iter([1, 2]); print(next(it), next(it), next(it, "done"), attempt(next, it), attempt(next, [1]), attempt(iter, 5))
l = [1, 2, 3]
for v in l:
    if v == 2: l.append(9)
    if len(l) > 6: break
print(l, [1, [2, [3]]], list("abc"), list({1: 2}), list((1, 2)), attempt(list, 5), attempt(hash, [1]), attempt(lambda: {[]: 1}), attempt(lambda: {[1]}))
print([1, 2, 3].__len__(), [1].__add__([2]), [1, 2].__contains__(2), [3, 4].__getitem__(1), [1].__eq__([1]), [1].__eq__(1))
nums = [5, 2, 8]; nums2 = nums; nums2.append(1); print(nums is nums2, nums, id(nums) == id(nums2))
