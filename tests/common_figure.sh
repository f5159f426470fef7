#!/bin/sh
# Draws what test_figure.sh --data prints, as SVG to stdout: the whole curve, and its riddle at a larger scale.
# usage: common_figure.sh <DATA >OUT.svg
export LC_ALL=C
exec awk '
function px(p, n) { return x0[p] + (n - n0[p]) * (x1[p] - x0[p]) / (20 - n0[p]) }
function py(p, s) { return bottom - (s - s0[p]) * (bottom - top) / (s1[p] - s0[p]) }
function text(x, y, anchor, size, fill, words) {
    printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>\n", x, y, anchor, size, fill, words
}
function line(xa, ya, xb, yb, stroke, more) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>\n", xa, ya, xb, yb, stroke, more
}
function panel(p, step, n, s) {
    for (s = s0[p]; s <= s1[p] + 1e-9; s += step) {
        line(x0[p], py(p, s), x1[p], py(p, s), "#e2e2e2", "")
        text(x0[p] - 8, py(p, s) + 4, "end", 12, "#555", s " s")
    }
    for (n = n0[p]; n <= 20; n++) text(px(p, n), bottom + 18, "middle", 12, "#555", n)
    text((x0[p] + x1[p]) / 2, bottom + 38, "middle", 13, "#333", "processes")
    printf "<polyline fill=\"none\" stroke=\"#0b62c4\" stroke-width=\"2.5\" points=\""
    for (n = n0[p]; n <= 20; n++) printf "%.1f,%.1f ", px(p, n), py(p, sim[n])
    print "\"/>"
    for (n = n0[p]; n <= 20; n++) {
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"#fff\" stroke=\"#c4470b\" stroke-width=\"2\">", px(p, n), py(p, pub[n])
        printf "<title>%d processes: published %s s, simulated %s s</title></circle>\n", n, pub[n], sim[n]
    }
}
function says(n, x, y, words) {
    line(px(2, n), py(2, sim[n] > pub[n] ? sim[n] : pub[n]) - 8, px(2, n), y + 6, "#888", " stroke-dasharray=\"3 3\"")
    text(x, y, "start", 12, "#333", words)
}
{ pub[$1] = $2; sim[$1] = $3; begun[$1] = $4 }
END {
    top = 64; bottom = 350
    x0[1] = 60; x1[1] = 400; n0[1] = 1; s0[1] = 0; s1[1] = 45
    x0[2] = 480; x1[2] = 930; n0[2] = 6; s0[2] = 9; s1[2] = 14
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 410\" width=\"960\" height=\"410\" font-family=\"DejaVu Sans, sans-serif\">"
    print "<rect width=\"960\" height=\"410\" fill=\"#fff\"/>"
    line(60, 26, 84, 26, "#0b62c4", " stroke-width=\"2.5\"")
    text(92, 31, "start", 14, "#111", "simulated")
    print "<circle cx=\"196\" cy=\"26\" r=\"4.5\" fill=\"#fff\" stroke=\"#c4470b\" stroke-width=\"2\"/>"
    text(208, 31, "start", 14, "#111", "published medians")
    text(480, 31, "start", 14, "#111", "When is the hardest number, the last in the queue, begun?")
    panel(1, 10)
    panel(2, 1)
    says(7, px(2, 7) - 6, 100, "at " sprintf("%.1f", begun[7]) " s")
    says(10, px(2, 10) - 6, 82, "at " sprintf("%.1f", begun[10]) " s")
    says(11, px(2, 11) - 6, 100, "at " sprintf("%.1f", begun[11]) " s")
    says(13, px(2, 13) - 6, 118, "at once: 13 hard numbers, 13 workers")
    print "</svg>"
}'
