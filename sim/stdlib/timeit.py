"""How long a statement takes, in virtual time. Only functions: there is no exec for texts."""
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_timer = time.perf_counter
default_number = 1000000
default_repeat = 5


class Timer:
    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        for what, code in (('stmt', stmt), ('setup', setup)):
            if not callable(code) and code not in ('pass', ''):
                if isinstance(code, str):
                    raise NotImplementedError(f'gilscope does not support timeit with {what} as text: give a function')
                raise ValueError(f'{what} is neither a string nor callable')
        self.stmt = stmt if callable(stmt) else None
        self.setup = setup if callable(setup) else None
        self.timer = timer

    def timeit(self, number=default_number):
        if self.setup is not None:
            self.setup()
        stmt = self.stmt
        timer = self.timer
        start = timer()
        if stmt is None:
            for _ in range(number):
                pass
        else:
            for _ in range(number):
                stmt()
        return timer() - start

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        i = 1
        while True:
            for j in 1, 2, 5:
                number = i * j
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            i *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
