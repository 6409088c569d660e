package client

import (
	"reflect"
	"testing"
)

func TestEveryKindHasItsWords(t *testing.T) {
	seen := map[MovementKind]bool{}
	for _, kind := range Kinds() {
		if seen[kind] {
			t.Errorf("%s is in the table twice", kind)
		}
		seen[kind] = true
		words := reflect.ValueOf(kind.Words())
		for i := range words.NumField() {
			if name := words.Type().Field(i).Name; name != "Meaning" && words.Field(i).String() == "" {
				t.Errorf("%s has no %s", kind, name)
			}
		}
		if short := kind.Words().Short; len(short) > 8 {
			t.Errorf("%s: %q does not fit its column", kind, short)
		}
		if kind.Noun() == string(kind) && kind != MoveFreeze && kind != MoveUnfreeze {
			t.Errorf("%s has no noun", kind)
		}
		if kind.IsChange() == (kind.Doubt() == moneyMoved) {
			t.Errorf("%s: a change: %v, but %s", kind, kind.IsChange(), kind.Doubt())
		}
	}
	later := MovementKind("swap")
	got := later.Words()
	if got.Noun != "swap" || got.Title != "swap" || got.Short != "swap" || got.Verb != "swap" || got.Past != "" || got.Doubt != moneyMoved ||
		later.IsChange() || later.NeedsOnlyID() || later.SendsPIN() {
		t.Errorf("a kind that is not known here: %+v", got)
	}
}
