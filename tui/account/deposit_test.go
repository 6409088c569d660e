package account

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// showAddress shows an address as an issuer answered with it.
func showAddress(r *screentest.Rig, address string) *Deposit {
	_, ads := withBank(r)
	d := NewDeposit(r.Env, ads)
	r.Open(d)
	d.amount = screentest.Usd("100")
	r.Do(d.onDeposit(client.Deposit{
		Profile: "ads", ID: "dep_1", Amount: d.amount, Asset: "USDC", Status: "waiting", Address: address,
	}, nil))
	r.Settle()
	return d
}

// TestDepositSaysHowLargeItsCodeIs: what the screen asks for is enough, for every length of an address and from every size.
func TestDepositSaysHowLargeItsCodeIs(t *testing.T) {
	asks := regexp.MustCompile(`make the terminal (\d+) by (\d+)`)
	for _, cells := range []int{1, 34, 44, 90, 128} {
		for _, size := range [][2]int{{60, 21}, {70, 21}, {120, 18}} {
			t.Run(fmt.Sprint(cells, size), func(t *testing.T) {
				screentest.InBubble(t, func(r *screentest.Rig) {
					d := showAddress(r, strings.Repeat("a", cells))
					view := ansi.Strip(d.View(size[0], size[1]-3))
					if strings.Contains(view, "▀") {
						return
					}
					want := asks.FindStringSubmatch(view)
					if want == nil {
						t.Fatalf("neither the code nor what it needs:\n%s", view)
					}
					cols, _ := strconv.Atoi(want[1])
					rows, _ := strconv.Atoi(want[2])
					if view := ansi.Strip(d.View(cols, rows-3)); !strings.Contains(view, "▀") || !strings.Contains(view, "note the address: lists") ||
						!strings.Contains(view, "repeat it") {
						t.Errorf("not at %d by %d:\n%s", cols, rows, view)
					}
				})
			})
		}
	}
}

func TestDepositWithoutACode(t *testing.T) {
	for name, address := range map[string]string{"too long": strings.Repeat("A1", 4000), "no text": "a\u202eb"} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				d := showAddress(r, address)
				if len(d.qr) != 0 {
					t.Error("there is a code")
				}
				r.Hides("▀", "QR code")
				for _, size := range screentest.TestSizes {
					screentest.Fits(t, d, size[0], size[1])
				}
			})
		})
	}
}

func TestDepositIsLeftOnTheSecondEsc(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		showAddress(r, strings.Repeat("A1B2C3D4", 5))
		r.Hides("once more leaves")
		r.Press("esc")
		r.OnSmallScreens("once more leaves: lists do not repeat the")
		r.Press("c") // not leaving after all
		r.Hides("once more leaves")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Fatal("left on the first press")
		}
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("the second press does not leave")
		}
	})
}

func TestDepositHasItsCurrencyApart(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		_, ads := withBank(r)
		r.Open(NewDeposit(r.Env, ads))
		r.Typed("60.00")
		r.Shows("60.00 USD")
		r.Press("left")
		r.Shows("60.00 USD")
	})
}
