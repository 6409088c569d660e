package tui_test

import (
	"testing"

	"cardwallet/tui/ui"
)

// keeping is a screen that is left on the second press only.
type keeping struct {
	page
	asked bool
}

func (k *keeping) Keep() bool {
	keep := !k.asked
	k.asked = true
	return keep
}

func (k *keeping) View(int, int) string {
	if k.asked {
		return "once more leaves"
	}
	return "an address"
}

// TestWhatNothingShowsAgainIsNotLostToOneKey: by whatever way it is left, also a click on a tab.
func TestWhatNothingShowsAgainIsNotLostToOneKey(t *testing.T) {
	for _, key := range []string{"esc", "q", "1", "2", "3", "4", "O", "a click"} {
		t.Run(key, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.start(t, 120, 36)
				r.WaitFor("1 of 5")
				r.Press("O") // which closes what lies over the codes
				r.WaitFor("Live codes")
				r.Send(ui.PushMsg{Screen: &keeping{}})
				r.WaitFor("an address")
				press := func() { r.Press(key) }
				if key == "a click" {
					press = func() { r.clickOn(t, "4 Accounts") }
				}
				press()
				r.WaitFor("once more leaves")
				press()
				r.WaitGone("once more leaves")
			})
		})
	}
}
