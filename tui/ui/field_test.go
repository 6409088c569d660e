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
		_ = Edit(&field, msg)
		_ = Edit(&field, tea.KeyPressMsg{Code: '!', Text: "!"})
		if got := field.Value(); got != Safe(got) || got[:7] != "paid by" || got[len(got)-1] != '!' {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// fieldKeys are what a person may press in a field beside characters.
var fieldKeys = []tea.KeyPressMsg{
	{Code: tea.KeyLeft}, {Code: tea.KeyRight}, {Code: tea.KeyHome}, {Code: tea.KeyEnd}, {Code: tea.KeyBackspace}, {Code: tea.KeyDelete},
	{Code: 'd', Mod: tea.ModAlt}, {Code: 'f', Mod: tea.ModAlt}, {Code: 'b', Mod: tea.ModAlt}, {Code: tea.KeyBackspace, Mod: tea.ModAlt},
	{Code: tea.KeyDelete, Mod: tea.ModAlt}, {Code: 'w', Mod: tea.ModCtrl}, {Code: 'u', Mod: tea.ModCtrl}, {Code: 'k', Mod: tea.ModCtrl},
	{Code: 'd', Mod: tea.ModCtrl}, {Code: 'h', Mod: tea.ModCtrl}, {Code: 'a', Mod: tea.ModCtrl}, {Code: 'e', Mod: tea.ModCtrl},
	{Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyTab}, {Code: 'v', Mod: tea.ModCtrl}, {Code: ' ', Text: " "},
}

// FuzzEdit presses keys in a field: a byte is a key, or else a character.
func FuzzEdit(f *testing.F) {
	f.Add("2\x00\x06")
	f.Add("a b\x00\x00\x06\x06")
	f.Add("a  \x02\x01\x06")
	f.Add("ab cd\x08\x09\x0a\x0b")
	f.Fuzz(func(t *testing.T, pressed string) {
		const limit = 12
		field := NewField("> ", limit)
		field.SetWidth(8)
		field.Focus()
		for _, r := range pressed {
			press := tea.KeyPressMsg{Code: r, Text: string(r)}
			if int(r) < len(fieldKeys) {
				press = fieldKeys[r]
			}
			_ = Edit(&field, press)
			value := field.Value()
			if length := len([]rune(value)); length > limit || field.Position() > length {
				t.Fatalf("%q is longer than %d, or the cursor at %d outside of it", value, limit, field.Position())
			}
			if Safe(value) != value {
				t.Fatalf("%q is not safe", value)
			}
			field.View()
		}
	})
}

func TestDeletingTheRestOfTheLastWord(t *testing.T) {
	field := NewField("", 40)
	field.Focus()
	_ = Edit(&field, tea.PasteMsg{Content: "25.00"})
	for _, press := range []tea.KeyPressMsg{{Code: tea.KeyLeft}, {Code: 'd', Mod: tea.ModAlt}, {Code: tea.KeyHome},
		{Code: tea.KeyDelete, Mod: tea.ModAlt}} {
		_ = Edit(&field, press)
	}
	if got := field.Value(); got != "" {
		t.Errorf("%q is left", got)
	}
}
