import multiprocessing as mp


def f(q, n):
    q.put([n, {"k": n}])


if __name__ == "__main__":
    q = mp.Queue()
    ps = [mp.Process(target=f, args=(q, i)) for i in range(2)]
    for p in ps:
        p.start()
    print(q.get(), q.get())
    for p in ps:
        p.join()
