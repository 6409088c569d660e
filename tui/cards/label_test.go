package cards

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// fakeLabels notes what it is told.
type fakeLabels struct {
	set, saw []string
	err      error
	shared   bool
}

func (f *fakeLabels) Shared() bool { return f.shared }

func (f *fakeLabels) Set(_ context.Context, account, cardID, label string) error {
	f.set = append(f.set, account+"/"+cardID+"="+label)
	return f.err
}

func (f *fakeLabels) Names(string) map[string]client.CardName { return nil }

func (f *fakeLabels) Note(_ context.Context, account string, last4 map[string]string) error {
	for cardID, digits := range last4 {
		f.saw = append(f.saw, account+"/"+cardID+"="+digits)
	}
	return f.err
}

func labelRig(r *screentest.Rig) (*fakeLabels, client.Card) {
	labels := &fakeLabels{}
	r.Env.Labels = labels
	accounts := r.Env.Wallet.Accounts()
	accounts[0].Names = labels
	r.Env.Wallet = client.NewWallet(accounts...)
	return labels, client.Card{Profile: "fin", Issuer: "finhub", ID: "c1", Name: "ads", Status: client.CardActive}
}

func TestLabel(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		labels, card := labelRig(r)
		r.Open(newLabel(r.Env, card))
		for _, size := range [][2]int{{60, 12}, {80, 20}, {120, 36}} {
			view := ansi.Strip(r.Screen.View(size[0], size[1]))
			for _, want := range []string{"fin/c1", "issuer's", "ads", "on this machine only"} {
				if !strings.Contains(view, want) {
					t.Errorf("%v lacks %q:\n%s", size, want, view)
				}
			}
		}
		r.Press(strings.Split("spring q", "")...)
		r.Press("enter")
		if !slices.Equal(labels.set, []string{"fin/c1=spring q"}) {
			t.Errorf("set %v", labels.set)
		}
		named := screentest.Got[screen.NamedMsg](r)
		if len(named) != 1 || named[0].Card.Name != "spring q" || named[0].Card.IssuerName != "ads" {
			t.Errorf("named %+v", named)
		}
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("it did not go back")
		}
	})
}

func TestALabelOfATeamIsSaidToBeEverybodys(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		labels, card := labelRig(r)
		labels.shared = true
		r.Open(newLabel(r.Env, card))
		if view := ansi.Strip(r.Screen.View(60, 12)); !strings.Contains(view, "kept for the whole team") {
			t.Errorf("it is not said:\n%s", view)
		}
	})
}

func TestLabelKeepsWhatWasTyped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		labels, card := labelRig(r)
		labels.err = errors.New("cannot write the labels: disk full")
		card.Name, card.IssuerName = "mine", "ads"
		r.Open(newLabel(r.Env, card))
		r.Press("!")
		r.Press("enter")
		view := ansi.Strip(r.Screen.View(80, 20))
		if !strings.Contains(view, "mine!") || !strings.Contains(view, "disk full") {
			t.Errorf("not said, or lost:\n%s", view)
		}
		if len(screentest.Got[screen.NamedMsg](r)) != 0 || len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Error("it went on")
		}
	})
}

func TestLabelForgetsThatTheJournalWasAway(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		labels, card := labelRig(r)
		labels.err = fmt.Errorf("the team's journal does not answer: %w", client.ErrUnreachable)
		r.Open(newLabel(r.Env, card))
		r.Press("!", "enter")
		r.Take(screen.MovesMsg{})
		r.Shows("not kept: the team's journal does not answer")
		r.Take(screen.MovesMsg{Read: 1})
		r.Hides("not kept")
		labels.err = nil
		r.Press("enter")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("the label was not kept then")
		}
	})
}

func TestListAndCardTakeTheName(t *testing.T) {
	for name, s := range map[string]func(*screen.Env) ui.Screen{
		"list": func(env *screen.Env) ui.Screen { return NewCards(env) },
		"card": func(env *screen.Env) ui.Screen { return NewCard(env, screentest.AdsCard()) },
	} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Size = [2]int{120, 33}
			r.Open(s(r.Env))
			r.Shows("Ads EU")
			r.Take(screen.NamedMsg{Card: screentest.AdsCard().Named(client.CardName{Label: "spring"})})
			r.Settle()
			r.Shows("spring")
			r.Hides("Ads EU")
			r.Take(screen.NamedMsg{Card: screentest.AdsCard()})
			r.Settle()
			if r.Shows("Ads EU"); t.Failed() {
				t.Log(name)
			}
		})
	}
}

// TestLabelNeedsAPlace: where nothing is kept, the key is neither offered nor does it do anything.
func TestLabelNeedsAPlace(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("e")
		if len(screentest.Got[ui.PushMsg](r)) != 0 {
			t.Error("it asked for a label")
		}
		labelRig(r)
		r.Press("e")
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 {
			t.Errorf("pushed %v", pushed)
		}
	})
}

func TestRevealKeepsTheLastFour(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		labels, card := labelRig(r)
		r.Open(NewCard(r.Env, card))
		r.Press("v")
		if !slices.Equal(labels.saw, []string{"fin/c1=4242"}) {
			t.Errorf("saw %v", labels.saw)
		}
	})
}

// TestPastedTextIsDrawnAsItIs: what turns the order of characters, or takes no room, does not get into a field.
func TestPastedTextIsDrawnAsItIs(t *testing.T) {
	const pasted = "ab\u202ecd\u200bef"
	screentest.InBubble(t, func(r *screentest.Rig) {
		_, card := labelRig(r)
		l := newLabel(r.Env, card)
		r.Open(l)
		r.Take(tea.PasteMsg{Content: pasted})
		for name, value := range map[string]string{"label": l.field.Value(), "view": l.View(80, 21)} {
			if strings.ContainsAny(value, "\u202e\u200b") {
				t.Errorf("%s has it: %q", name, value)
			}
		}
	})
}
