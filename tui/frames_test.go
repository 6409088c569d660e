package tui_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"cardwallet/tui/picture"
)

// visible is what a person can see of the cells: a blank may have been drawn or erased, in any colour.
func visible(cells picture.Screen) picture.Screen {
	for _, line := range cells {
		for x, c := range line {
			if strings.TrimSpace(c.Content) == "" && c.Style.Attrs&uv.AttrReverse == 0 {
				line[x].Content, line[x].Style.Fg, line[x].Style.Attrs = " ", nil, 0
			}
		}
	}
	return cells
}

// TestNoFrameIsLostOrStale: whatever is typed and however the window is pulled about, the terminal shows soon after what it shows when
// everything is drawn anew.
func TestNoFrameIsLostOrStale(t *testing.T) {
	// In the time of a bubble: until nothing comes by itself any more, and for a draw. Two ticks of the library's own clock are shorter.
	const calm, moment = time.Second, 30 * time.Millisecond
	for seed := range uint64(4) {
		runRig(t, fmt.Sprint(seed), func(t *testing.T, r *rig) {
			r.opts.Motion = "off"
			r.fin.announce(r.clock, "fin000", "t1", "482913", "Coffee", 5*time.Minute)
			cols, rows := 80, 24
			r.start(t, cols, rows)
			r.WaitFor("of 5")
			random := rand.New(rand.NewPCG(seed, 11))
			keys := boundKeys(t)
			sizes := [][2]int{{60, 16}, {80, 24}, {100, 30}, {120, 40}, {61, 50}}
			for i := range 120 {
				what := ""
				switch random.IntN(12) {
				case 0:
					size := sizes[random.IntN(len(sizes))]
					cols, rows = size[0], size[1]
					what = fmt.Sprint(size)
					r.Resize(cols, rows)
				case 1:
					what = "a burst"
					for range 30 {
						r.Press(keys[random.IntN(len(keys))])
					}
				default:
					what = keys[random.IntN(len(keys))]
					r.Press(what)
				}
				synctest.Wait()
				time.Sleep(calm)
				synctest.Wait()
				was, text := visible(r.Cells()), r.Screen()
				written := r.Written()
				r.Send(tea.WindowSizeMsg{Width: cols, Height: rows}) // all is drawn anew
				time.Sleep(moment)
				synctest.Wait()
				if r.Written() == written {
					t.Fatalf("step %d, %s: nothing is drawn any more", i, what)
				}
				if now := visible(r.Cells()); !reflect.DeepEqual(was, now) {
					t.Fatalf("step %d, %s: the terminal shows\n%s\nand drawn anew\n%s", i, what, text, r.Screen())
				}
			}
			if err := r.Quit(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
