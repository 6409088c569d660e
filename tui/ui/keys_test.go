package ui

import (
	"reflect"
	"slices"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

func TestShortcutsOnEveryLayout(t *testing.T) {
	for name, c := range map[string]struct {
		press tea.Key
		want  string
	}{
		"ctrl+с of ЙЦУКЕН, kitty":           {tea.Key{Code: 'с', BaseCode: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"ctrl+я of ЙЦУКЕН, kitty":           {tea.Key{Code: 'я', BaseCode: 'z', Mod: tea.ModCtrl}, "ctrl+z"},
		"ctrl+с of ЙЦУКЕН, modifyOtherKeys": {tea.Key{Code: 'с', Mod: tea.ModCtrl}, "ctrl+c"},
		"ctrl+С with caps lock":             {tea.Key{Code: 'с', BaseCode: 'c', Mod: tea.ModCtrl | tea.ModCapsLock}, "ctrl+c"},
		"ctrl+ψ of Greek, kitty":            {tea.Key{Code: 'ψ', BaseCode: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"ctrl+c of Dvorak, kitty":           {tea.Key{Code: 'c', BaseCode: 'i', Mod: tea.ModCtrl}, "ctrl+c"},
		"ctrl+z of QWERTZ, kitty":           {tea.Key{Code: 'z', BaseCode: 'y', Mod: tea.ModCtrl}, "ctrl+z"},
		"ctrl+c of QWERTY":                  {tea.Key{Code: 'c', Mod: tea.ModCtrl}, "ctrl+c"},
		"enter":                             {tea.Key{Code: tea.KeyEnter}, "enter"},
		"text stays":                        {tea.Key{Code: 'с', Text: "с"}, "с"},
	} {
		if got := Physical(tea.KeyPressMsg(c.press)).String(); got != c.want {
			t.Errorf("%s is %s, want %s", name, got, c.want)
		}
	}
}

func TestSingleLettersOnCyrillicLayouts(t *testing.T) {
	for letter, want := range map[string]string{
		"й": "q", "Щ": "O", "с": "c", "м": "v", "і": "s", "І": "S", "ў": "o", "Ў": "O", "ї": "]", "є": "'", "ґ": "\\",
		"б": ",", "ю": ".", "ж": ";",
	} {
		if !Matches(tea.KeyPressMsg{Code: []rune(letter)[0], Text: letter}, key.NewBinding(key.WithKeys(want))) {
			t.Errorf("%s is not %s", letter, want)
		}
	}
	for latin, at := range map[rune]rune{'t': 'е', 'w': 'ц', 'f': 'а', 'x': 'ч', 'n': 'т'} { // they move money
		for r, l := range cyrillic {
			if l == latin && r != at {
				t.Errorf("%c is %c, too", r, latin)
			}
		}
	}
}

// meanings are the bindings that mean the same to a person, by that meaning.
var meanings = map[string][]string{
	"open or go on": {"Open", "Continue", "Choose"}, "the smaller thing, then back": {"Back"}, "back, on the list quit": {"Quit"},
	"leave": {"ForceQuit"},
}

// whileTyping are bindings of fields, where letters are text.
var whileTyping = []string{"KeepFilter", "ClearFilter", "Unlock", "Erase", "NextField", "PreviousField"}

// money are the keys that begin to move money or change a card for good.
var money = map[string][]string{"t": {"TopUp"}, "w": {"Withdraw"}, "f": {"Freeze"}, "x": {"Cancel"}, "n": {"New"}}

func TestNoKeyHasTwoMeanings(t *testing.T) {
	meaningOf := func(field string) string {
		for meaning, fields := range meanings {
			if slices.Contains(fields, field) {
				return meaning
			}
		}
		return field
	}
	keys := reflect.ValueOf(NewKeys())
	means := map[string]string{}
	for i := range keys.NumField() {
		field := keys.Type().Field(i).Name
		for _, name := range keys.Field(i).Interface().(key.Binding).Keys() {
			if allowed, ok := money[name]; ok && !slices.Contains(allowed, field) {
				t.Errorf("%s is a key for money, and for %s", name, field)
			}
			if slices.Contains(whileTyping, field) {
				if len(name) == 1 {
					t.Errorf("%s is text where %s works", name, field)
				}
				continue
			}
			meaning := meaningOf(field)
			if before, ok := means[name]; ok && before != meaning {
				t.Errorf("%s means %q and %q", name, before, meaning)
			}
			means[name] = meaning
		}
	}
}
