package screen

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// fakeLabels notes what it is told.
type fakeLabels struct {
	set, saw []string
	err      error
}

func (f *fakeLabels) Set(_ context.Context, account, cardID, label string) error {
	f.set = append(f.set, account+"/"+cardID+"="+label)
	return f.err
}

func (f *fakeLabels) Saw(_ context.Context, account, cardID, last4 string) error {
	f.saw = append(f.saw, account+"/"+cardID+"="+last4)
	return f.err
}

func labelRig(r *rig) (*fakeLabels, client.Card) {
	labels := &fakeLabels{}
	r.env.Labels = labels
	return labels, client.Card{Profile: "fin", Issuer: "finhub", ID: "c1", Name: "ads", Status: client.CardActive}
}

func TestLabel(t *testing.T) {
	inBubble(t, func(r *rig) {
		labels, card := labelRig(r)
		r.open(NewLabel(r.env, card))
		for _, size := range [][2]int{{60, 12}, {80, 20}, {120, 36}} {
			view := ansi.Strip(r.screen.View(size[0], size[1]))
			for _, want := range []string{"fin/c1", "issuer's", "ads", "on this machine only"} {
				if !strings.Contains(view, want) {
					t.Errorf("%v lacks %q:\n%s", size, want, view)
				}
			}
		}
		r.press(strings.Split("spring q", "")...)
		r.press("enter")
		if !slices.Equal(labels.set, []string{"fin/c1=spring q"}) {
			t.Errorf("set %v", labels.set)
		}
		named := got[NamedMsg](r)
		if len(named) != 1 || named[0].Card.Name != "spring q" || named[0].Card.IssuerName != "ads" {
			t.Errorf("named %+v", named)
		}
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("it did not go back")
		}
	})
}

func TestLabelKeepsWhatWasTyped(t *testing.T) {
	inBubble(t, func(r *rig) {
		labels, card := labelRig(r)
		labels.err = errors.New("cannot write the labels: disk full")
		card.Name, card.IssuerName = "mine", "ads"
		r.open(NewLabel(r.env, card))
		r.press("!")
		r.press("enter")
		view := ansi.Strip(r.screen.View(80, 20))
		if !strings.Contains(view, "mine!") || !strings.Contains(view, "disk full") {
			t.Errorf("not said, or lost:\n%s", view)
		}
		if len(got[NamedMsg](r)) != 0 || len(got[ui.BackMsg](r)) != 0 {
			t.Error("it went on")
		}
	})
}

func TestListAndCardTakeTheName(t *testing.T) {
	for name, s := range map[string]func(*Env) ui.Screen{
		"list": func(env *Env) ui.Screen { return NewCards(env) },
		"card": func(env *Env) ui.Screen { return NewCard(env, adsCard()) },
	} {
		inBubble(t, func(r *rig) {
			r.open(s(r.env))
			r.shows("Ads EU")
			r.take(NamedMsg{Card: adsCard().Named(client.CardName{Label: "spring"})})
			r.settle()
			r.shows("spring")
			r.hides("Ads EU")
			r.take(NamedMsg{Card: adsCard()})
			r.settle()
			if r.shows("Ads EU"); t.Failed() {
				t.Log(name)
			}
		})
	}
}

// TestLabelNeedsAPlace: where nothing is kept, the key is neither offered nor does it do anything.
func TestLabelNeedsAPlace(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("e")
		if len(got[ui.PushMsg](r)) != 0 {
			t.Error("it asked for a label")
		}
		labelRig(r)
		r.press("e")
		if pushed := got[ui.PushMsg](r); len(pushed) != 1 {
			t.Errorf("pushed %v", pushed)
		}
	})
}

func TestRevealKeepsTheLastFour(t *testing.T) {
	inBubble(t, func(r *rig) {
		labels, card := labelRig(r)
		r.open(NewCard(r.env, card))
		r.press("v")
		if !slices.Equal(labels.saw, []string{"fin/c1=4242"}) {
			t.Errorf("saw %v", labels.saw)
		}
	})
}

// TestPastedTextIsDrawnAsItIs: what turns the order of characters, or takes no room, does not get into a field.
func TestPastedTextIsDrawnAsItIs(t *testing.T) {
	const pasted = "ab\u202ecd\u200bef"
	inBubble(t, func(r *rig) {
		_, card := labelRig(r)
		l := NewLabel(r.env, card)
		r.open(l)
		r.take(tea.PasteMsg{Content: pasted})
		for name, value := range map[string]string{"label": l.field.Value(), "view": l.View(80, 21)} {
			if strings.ContainsAny(value, "\u202e\u200b") {
				t.Errorf("%s has it: %q", name, value)
			}
		}
	})
}
