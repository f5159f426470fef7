import contextvars, asyncio, threading
from contextvars import ContextVar, copy_context
v=ContextVar('v', default=1); w=ContextVar('w')
print(v.get(), v.name, w.get('x'))
try: w.get()
except LookupError as e: print(type(e), str(e)[:25])
t=v.set(5); print(v.get(), t.old_value is t.MISSING, t.var is v); v.reset(t); print(v.get())
try: v.reset(t)
except RuntimeError as e: print(str(e)[:40])
c=copy_context()
def f(): v.set(9); w.set('in'); return v.get()
print(c.run(f), v.get(), c[v], len(c), w in c, sorted((k.name, x) for k,x in c.items()), c.get(w))
def g():
    try: c.run(f)
    except RuntimeError as e: print(str(e)[:22])
c.run(g)
t=threading.Thread(target=lambda: print(v.get())); v.set(7); t.start(); t.join()
rid=ContextVar('rid', default='-')
async def sub(): 
    await asyncio.sleep(0.01); return rid.get()
async def handle(i):
    rid.set(i); await asyncio.sleep(0.01*(3-i)); 
    r=await asyncio.create_task(sub())
    print(i, rid.get(), r, await asyncio.to_thread(rid.get))
async def main():
    await asyncio.gather(*(handle(i) for i in range(3)))
    print(rid.get())
    rid.set('main')
    loop=asyncio.get_running_loop()
    loop.call_soon(lambda: print('cb', rid.get())); rid.set('after'); await asyncio.sleep(0)
    ctx=copy_context()
    t=asyncio.create_task(sub(), context=ctx); print(await t)
    async with asyncio.TaskGroup() as tg:
        a=tg.create_task(handle(1))
    async def setter(): rid.set('setter')
    await setter(); print(rid.get())
    await asyncio.create_task(setter()); rid.set('z'); await asyncio.wait_for(setter(),1); print(rid.get())
asyncio.run(main())
print(rid.get())
