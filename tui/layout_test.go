package tui_test

import (
	"strings"
	"testing"

	"cardwallet/tui/ui"
)

// TestKittySequencesOfACyrillicLayout: as the terminal sends them once it is asked for alternate keys.
func TestKittySequencesOfACyrillicLayout(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		if !strings.Contains(r.Raw(), "\x1b[>5u") && !strings.Contains(r.Raw(), "\x1b[=5;1u") {
			t.Errorf("alternate keys are not asked for: %q", r.Raw())
		}
		r.Send(ui.PushMsg{Screen: &page{name: "form", captors: true}})
		r.WaitFor("form:")
		r.Input("с\x1b[1075::117;5u") // text, and ctrl+г, which is ctrl+u
		r.WaitFor("form: с ctrl+u")
		drawn := r.Written()
		r.Input("\x1b[1076::108;5u") // ctrl+д repaints
		r.WaitUntil("all of it is drawn again", func(string) bool { return strings.Contains(r.Raw()[drawn:], "cardwallet") })
		r.Input("\x1b[1089::99;5u") // ctrl+с leaves
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

// TestModifiedKeysOfACyrillicLayoutWithoutKitty: xterm's modifyOtherKeys has the letter alone.
func TestModifiedKeysOfACyrillicLayoutWithoutKitty(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Input("\x1b[27;5;1089~")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}
