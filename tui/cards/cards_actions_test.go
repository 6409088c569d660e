package cards

import (
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/frame"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// TestTheListDoesWhatACardDoes: a key means the same one screen further.
func TestTheListDoesWhatACardDoes(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		labelRig(r)
		r.Issuer.TheCard = screentest.PhysicalCard(r)
		r.Open(NewCards(r.Env))
		for key, opens := range map[string]string{"i": "PIN", "m": "limits", "u": "activate", "e": "call this card", "t": "top up",
			"x": "cancel card"} {
			r.Out = nil
			r.Press(key)
			pushed, said := screentest.Got[ui.PushMsg](r), screentest.Got[ui.NoticeMsg](r)
			switch {
			case len(pushed) == 1:
				if where, _ := pushed[0].Screen.Title(); !strings.Contains(where, opens) {
					t.Errorf("%s opens %q", key, where)
				}
			case len(said) != 1:
				t.Errorf("%s opens nothing and says nothing", key)
			}
		}
		r.Out = nil
		r.Press("v")
		if said := screentest.Got[ui.NoticeMsg](r); len(said) != 1 || said[0].Text != "v shows numbers: open the card first" {
			t.Errorf("v says %+v", said)
		}
	})
}

func TestCardsOfASharedAccountTakeNoMoney(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Shared = true
		r.Open(NewCards(r.Env))
		r.Press("t", "w")
		said := screentest.Got[ui.NoticeMsg](r)
		if len(said) != 2 || len(screentest.Got[ui.PushMsg](r)) != 0 || !strings.Contains(said[0].Text, "it pays from a shared account") {
			t.Errorf("said %+v", said)
		}
	})
}

// TestAnActionOfTheListSaysWhichCard: the words are for a place where the card is not beside them.
func TestAnActionOfTheListSaysWhichCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Last4 = "9016"
		r.Open(NewCards(r.Env))
		words := ""
		for _, a := range r.Screen.Actions() {
			words += a.Words + "\n"
		}
		for _, want := range []string{"Freeze Ads EU ··9016\n", "Set the PIN of Ads EU ··9016\n",
			"Copy the code of Ads EU ··9016\n", "Refresh all accounts\n"} {
			if !strings.Contains(words, want) {
				t.Errorf("no %q in\n%s", want, words)
			}
		}
		if line, _ := frame.Keys(r.Env.Styles, r.Screen.Actions(), nil, 200); strings.Contains(line, "copy code") {
			t.Errorf("a code is offered where none is: %q", line)
		}
	})
}

// TestACodeIsCopiedUnseen: the newest code of the card, opened here, handed to the root, and wiped.
func TestACodeIsCopiedUnseen(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := NewCards(r.Env)
		r.Open(c)
		r.Press("c")
		if said := screentest.Got[ui.NoticeMsg](r); len(said) != 1 || !strings.HasPrefix(said[0].Text, "no code is alive for this card") {
			t.Errorf("said %+v", said)
		}
		r.Arrive(r.Code("1", "111222", time.Minute, 5*time.Minute), r.Code("2", "482913", 0, 5*time.Minute))
		r.Press("c")
		copies := screentest.Got[screen.CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != "482913" || copies[0].Shown || copies[0].Kind != client.FieldCode ||
			copies[0].CodeKey == "" || copies[0].Card.ID != screentest.AdsCard().ID {
			t.Fatalf("copied %+v", copies)
		}
		r.Hides("482913", "482 913")
		for _, given := range r.Issuer.Vault.Given {
			if !given.IsZero() {
				t.Error("an opened value is still in memory")
			}
		}
		r.Issuer.Vault.Err = client.ErrGarbage
		r.Out = nil
		r.Press("c")
		said := screentest.Got[ui.NoticeMsg](r)
		if len(said) != 1 || said[0].Level != ui.Bad || !strings.HasPrefix(said[0].Text, "code not copied: ") {
			t.Errorf("said %+v", said)
		}
		if _, failed := screentest.Audited(r); failed != 1 {
			t.Errorf("%d failures are noted", failed)
		}
		r.Issuer.Vault.Err, r.Issuer.Vault.Delay = nil, time.Second
		r.Out = nil
		r.Press("c")
		c.Hide()
		r.Tick(3 * time.Second)
		if len(screentest.Got[screen.CopyMsg](r)) != 0 {
			t.Error("copied after it was given up")
		}
	})
}
