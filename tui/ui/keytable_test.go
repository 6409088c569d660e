package ui_test

import (
	"fmt"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// refused are what is wrong with changed keys, as "action: what".
func refused(changes map[string][]string) (all []string) {
	ui.KeyTable{}.Check(changes, func(action, what, _ string) { all = append(all, action+": "+what) })
	return all
}

func TestKeysThatCanBeChanged(t *testing.T) {
	for name, changes := range map[string]map[string][]string{
		"another letter":  {"top-up": {"N"}},
		"several":         {"lock": {"ctrl+x", "f12", "alt+shift+f5", "ctrl+alt+up"}},
		"two that change": {"freeze": {"x"}, "cancel": {"f"}},
		"named keys":      {"refresh": {"space"}, "mark": {"insert"}},
		"its own":         {"top-up": {"t"}},
		"in fields":       {"suspend": {"ctrl+x"}, "repaint": {"f5"}, "next-field": {"alt+n"}},
		"nothing":         {},
	} {
		if what := refused(changes); len(what) > 0 {
			t.Errorf("%s: %q", name, what)
		}
	}
}

func TestKeysThatCannotBeChanged(t *testing.T) {
	const name = "has a key that has no such name here"
	const text = "works in fields too, where this is text: "
	for _, c := range []struct {
		changes map[string][]string
		want    []string
	}{
		{map[string][]string{"top-up": {"T"}}, []string{"top-up: has a key that transactions has, too"}},
		{map[string][]string{"top-up": {"N"}, "withdraw": {"N"}}, []string{"top-up: has a key that withdraw has, too"}},
		{map[string][]string{"top-up": {"w"}, "withdraw": {"x"}}, []string{"withdraw: has a key that cancel has, too"}},
		{map[string][]string{"confirm": {"N"}}, []string{"confirm: keeps its key, which people and questions rely on"}},
		{map[string][]string{"back": {"q"}}, []string{"back: keeps its key, which people and questions rely on"}},
		{map[string][]string{"force-quit": {"Q"}}, []string{"force-quit: keeps its key, which people and questions rely on"}},
		{map[string][]string{"open": {"N"}}, []string{"open: keeps its key, which people and questions rely on"}},
		{map[string][]string{"top-up": {"y"}}, []string{"top-up: has a key that stays where it is: y"}},
		{map[string][]string{"top-up": {"N", "enter"}}, []string{"top-up: has a key that stays where it is: enter"}},
		{map[string][]string{"top-up": {"ctrl+c"}}, []string{"top-up: has a key that stays where it is: ctrl+c"}},
		{map[string][]string{"top-up": {"ctrl+m"}}, []string{"top-up: has a key that terminals send for enter: ctrl+m"}},
		{map[string][]string{"top-up": {"ctrl+i"}}, []string{"top-up: has a key that terminals send for tab: ctrl+i"}},
		{map[string][]string{"top-up": {"ctrl+["}}, []string{"top-up: has a key that terminals send for esc: ctrl+["}},
		{map[string][]string{"top-up": {"shift+t"}}, []string{"top-up: " + name}},
		{map[string][]string{"top-up": {"Ctrl+T"}}, []string{"top-up: " + name}},
		{map[string][]string{"top-up": {"ctrl+T"}}, []string{"top-up: " + name}},
		{map[string][]string{"top-up": {"tt"}}, []string{"top-up: " + name}},
		{map[string][]string{"top-up": {"е"}}, []string{"top-up: " + name}}, // Cyrillic: it is the t of that layout
		{map[string][]string{"top-up": {""}}, []string{"top-up: " + name}},
		{map[string][]string{"suspend": {"5"}}, []string{"suspend: " + text + "5"}}, // 150.00 would become 10.00
		{map[string][]string{"repaint": {"f5", "Z"}}, []string{"repaint: " + text + "Z"}},
		{map[string][]string{"next-field": {"space"}}, []string{"next-field: " + text + "space"}},
		{map[string][]string{"previous-field": {"shift+space"}}, []string{"previous-field: " + text + "shift+space"}},
		{map[string][]string{"top-up": {"f13"}}, []string{"top-up: " + name}},
	} {
		if got := refused(c.changes); !slices.Equal(got, c.want) {
			t.Errorf("%v:\ngot  %q\nwant %q", c.changes, got, c.want)
		}
	}
}

func TestChangedKeysWorkAndAreNamed(t *testing.T) {
	keys := ui.NewKeys().Changed(map[string][]string{"top-up": {"N", "ctrl+t"}, "nothing-like-it": {"x"}})
	for press, want := range map[tea.Key]bool{
		{Code: 'N', Text: "N"}: true, {Code: 't', Mod: tea.ModCtrl}: true, {Code: 't', Text: "t"}: false,
	} {
		if got := ui.Matches(tea.KeyPressMsg(press), keys.TopUp); got != want {
			t.Errorf("%v: %v", press, got)
		}
	}
	if help := keys.TopUp.Help(); help.Key != "N" || help.Desc != "top up" {
		t.Errorf("%+v", help)
	}
	if fmt.Sprint(ui.NewKeys().TopUp.Keys()) != "[t]" {
		t.Error("the usual keys have changed")
	}
}

// Every name of the table is a name for a config, and the usual keys need no change.
func TestEveryActionHasANameAndItsUsualKeysFit(t *testing.T) {
	actions := ui.KeyTable{}.Actions()
	for _, want := range []string{"top-up", "otp", "pin", "mark", "next-field", "clear-clipboard"} {
		if !slices.Contains(actions, want) {
			t.Errorf("no %s in %v", want, actions)
		}
	}
}
