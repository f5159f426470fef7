import threading
import queue
import time

q = queue.Queue(2)
lock = threading.Lock()


def work(n):
    with lock:
        for i in range(n):
            q.put(i)
    q.put(None)


t = threading.Thread(target=work, args=(3,))
t.start()
while (x := q.get()) is not None:
    print(x, end="\r")
time.sleep(0.0005)
t.join()
