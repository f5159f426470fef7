import sys
def gen():
    yield 1
    yield from (x / 0 for x in [1])
try:
    print(list(gen()))
except ZeroDivisionError as e:
    e.add_note("seen")
    sys.stderr.write("caught " + repr(e) + "\n")
sys.exit("stopped by a message")
