import asyncio
async def leaf(n):
    await asyncio.sleep(0)
    return 10 // n
async def main():
    for n in (1, 0):
        await leaf(n)
try:
    asyncio.run(main())
except ZeroDivisionError as e:
    tb = e.__traceback__
    lines = []
    while tb:
        lines.append(tb.tb_lineno)
        tb = tb.tb_next
    print(lines[0], lines[-1])
raise asyncio.CancelledError("why")
