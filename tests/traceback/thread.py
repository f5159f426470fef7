import threading
def work():
    raise LookupError("in a thread")
def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.thread.name)
threading.excepthook = hook
t = threading.Thread(target=work)
t.start()
t.join()
raise SystemExit(4)
