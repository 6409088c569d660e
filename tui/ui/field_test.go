package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestWhatIsTypedOrPastedIsSafe(t *testing.T) {
	for name, msg := range map[string]tea.Msg{
		"paste": tea.PasteMsg{Content: "paid\u202e by \u200bme\x1b[31m"},
		"key":   tea.KeyPressMsg{Code: tea.KeyExtended, Text: "paid\u202e by \u200bme\x1b[31m"},
	} {
		field := NewField("", 40)
		field.Focus()
		field, _ = Edit(field, msg)
		field, _ = Edit(field, tea.KeyPressMsg{Code: '!', Text: "!"})
		if got := field.Value(); got != Safe(got) || got[:7] != "paid by" || got[len(got)-1] != '!' {
			t.Errorf("%s: %q", name, got)
		}
	}
}
