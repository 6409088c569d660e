package order

import (
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestFreezeIsFollowedToTheEnd(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Status, r.Payer.Settled, r.Payer.Delay = client.MovementProcessing, client.MovementSucceeded, 3*time.Second
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("Freeze this card?", "Ads EU, id 1844674407370955161", "fin at FinHub", "on the card 120.00 USD",
			"status active → frozen",
			"pays nothing until it is unfrozen", "no other key confirms")
		for _, k := range []string{"enter", "n", "Y", " ", "f", "x", "r", "up"} {
			r.Press(k)
		}
		r.Take(tea.PasteMsg{Content: "y"})
		if r.Payer.Orders() != 0 {
			t.Fatal("sent without y")
		}
		r.Press("y")
		r.OnSmallScreens("Freezing", "written down here", "on its way to FinHub, once")
		if !r.Screen.(ui.Runner).Holds() || r.Screen.(ui.Busy).Busy() == "" {
			t.Error("the program may end while it is sent")
		}
		r.Press("y", "enter", "esc", "f", "y")
		r.Tick(4 * time.Second)
		r.OnSmallScreens("sent to FinHub, once", "FinHub is working on it 0:01", "status active → frozen, freezing now")
		r.Tick(4 * time.Second)
		r.OnSmallScreens("frozen: Ads EU #5161", "pays nothing until", "status active → frozen", "order CW000")
		if n := r.Payer.Orders(); n != 1 || r.Payer.Asked != 1 {
			t.Errorf("sent %d, asked %d", n, r.Payer.Asked)
		}
		var told []client.MovementStatus
		for _, m := range screentest.Got[screen.MovedMsg](r) {
			told = append(told, m.Movement.Status)
		}
		if len(told) != 2 || told[0] != client.MovementProcessing || told[1] != client.MovementSucceeded {
			t.Errorf("told %v", told)
		}
		left := len(screentest.Got[ui.BackMsg](r)) // by esc, which lets it run on
		r.Press("enter")
		if left != 1 || len(screentest.Got[ui.BackMsg](r)) != 2 {
			t.Error("esc does not leave what is under way, or enter its outcome")
		}
	})
}

func TestFrozenCardIsUnfrozenWhateverTheListSays(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Status = client.CardFrozen
		r.Open(NewFreeze(r.Env, screentest.AdsCard())) // as the list had it: active
		r.OnSmallScreens("Unfreeze this card?", "status frozen → unfrozen", "it can be used again")
		r.Press("н") // y on a Cyrillic layout
		r.OnSmallScreens("unfrozen: Ads EU", "status frozen → active")
		if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Kind != client.MoveUnfreeze {
			t.Errorf("sent %+v", sent)
		}
	})
}

func TestAStatusThatIsNotKnownIsTheIssuersWord(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Status, r.Issuer.TheCard.IssuerStatus = client.CardUnknown, "Odd"
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("status Odd (not known) → frozen")
		r.Press("y")
		r.OnSmallScreens("status Odd (not known) → frozen")
	})
}

func TestChangesThatCannotBeMade(t *testing.T) {
	type plain struct{ client.Issuer }
	for name, tc := range map[string]struct {
		prepare func(*screentest.Rig)
		want    []string
	}{
		"terms": {func(r *screentest.Rig) {
			r.Issuer.Changes[client.MoveFreeze] = client.ChangeTerms{Refusal: "the card is blocked", Hint: "only FinHub can lift that"}
		}, []string{"no freeze: the card is blocked", "only FinHub can lift that", "r asks again"}},
		"status": {func(r *screentest.Rig) { r.Issuer.TheCard.Status = client.CardFreezing },
			[]string{"no freeze: the card is freezing", "r asks again", "status freezing"}},
		"unreachable": {func(r *screentest.Rig) { // to freeze it nothing need be read
			r.Issuer.TheCard.Status = client.CardFrozen
			r.Issuer.Set("change terms", client.ErrUnreachable)
		}, []string{"card or terms could not be read: unreachable", "r tries again"}},
		"no card": {func(r *screentest.Rig) { r.Issuer.Set("card", client.ErrNotFound) }, []string{"could not be read"}},
		"read-only": {func(r *screentest.Rig) {
			r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", ReadOnly: true, Issuer: r.Issuer})
		}, []string{"no freeze: fin: the profile is read-only", "remove read_only from the profile", "fin at FinHub, read-only"}},
		"not offered": {func(r *screentest.Rig) {
			r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "aurex", Issuer: plain{r.Issuer}},
				client.Account{Profile: "other", Kind: "finhub", Issuer: r.Issuer})
		}, []string{"no freeze: fin: freeze is not offered by this issuer", "offered by other (FinHub)"}},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				tc.prepare(r)
				r.Open(NewFreeze(r.Env, screentest.AdsCard()))
				r.OnSmallScreens(tc.want...)
				r.Press("y", "enter", "y")
				if r.Payer.Orders() != 0 {
					t.Error("sent")
				}
				r.Press("esc")
				if len(screentest.Got[ui.BackMsg](r)) != 1 {
					t.Error("esc does not leave")
				}
			})
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Status = client.CardFrozen
		r.Issuer.Set("change terms", client.ErrUnreachable)
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.Issuer.Set("change terms", nil)
		r.Press("r")
		r.Shows("Unfreeze this card?")
	})
}

// TestCardsGoOutOfUseWhateverCannotBeRead: a stolen card is frozen and canceled although neither it nor the terms can be read, and the
// screen says what could not be checked.
func TestCardsGoOutOfUseWhateverCannotBeRead(t *testing.T) {
	for kind, open := range map[client.MovementKind]func(*screen.Env, client.Card) *Change{client.MoveFreeze: NewFreeze,
		client.MoveCancel: NewCancel} {
		for _, ill := range []struct {
			calls []string
			want  []string
		}{
			{[]string{"card"}, []string{"could not check the card's status: asked all the same"}},
			{[]string{"change terms"}, []string{"could not check what the issuer allows: asked all the same"}},
			{[]string{"card", "change terms"}, []string{"could not check the card's status", "could not check what the issuer allows"}},
		} {
			screentest.InBubble(t, func(r *screentest.Rig) {
				for _, call := range ill.calls {
					r.Issuer.Set(call, &client.Error{Kind: client.ErrUnreachable, Status: 503})
				}
				r.Open(open(r.Env, screentest.AdsCard()))
				if kind == client.MoveCancel {
					r.Typed("5161")
					r.Press("enter")
				}
				r.OnSmallScreens(append(ill.want, "no other key confirms")...)
				r.Press("y")
				if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Kind != kind || sent[0].Card.ID != screentest.AdsCard().ID {
					t.Errorf("%s without %v: sent %+v", kind, ill.calls, sent)
				}
			})
		}
	}
}

// TestStatusesThatTheIssuerJudges: what no document forbids is asked about, with a word, and sent.
func TestStatusesThatTheIssuerJudges(t *testing.T) {
	for status, want := range map[client.CardStatus]string{
		client.CardBlocked: "the card is blocked; the issuer may refuse this",
		client.CardExpired: "the card is expired; the issuer may refuse this",
		client.CardFailed:  "the card is failed; the issuer may refuse this",
		client.CardUnknown: "the card is of a status that is not known here, Odd; the issuer may refuse",
	} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Issuer.TheCard.Status, r.Issuer.TheCard.IssuerStatus = status, "Odd"
			r.Open(NewCancel(r.Env, screentest.AdsCard()))
			r.Typed("5161")
			r.Press("enter")
			r.Shows(want)
			r.Press("y")
			if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Kind != client.MoveCancel {
				t.Errorf("%s: sent %+v", status, sent)
			}
		})
		screentest.InBubble(t, func(r *screentest.Rig) {
			card := screentest.AdsCard()
			card.Status, card.IssuerStatus = status, "Odd"
			r.Issuer.TheCard.Status, r.Issuer.TheCard.IssuerStatus = status, "Odd"
			r.Open(NewPayment(r.Env, client.MoveWithdraw, card))
			r.Typed("20")
			r.Press("enter")
			r.Shows(want)
			r.Press("y")
			if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Kind != client.MoveWithdraw {
				t.Errorf("%s: sent %+v", status, sent)
			}
		})
	}
}

func TestCancelNeedsTheCardNamed(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Changes[client.MoveCancel] = client.ChangeTerms{Balance: "what becomes of it is not documented: withdraw it first"}
		c := NewCancel(r.Env, screentest.AdsCard())
		r.Open(c)
		r.OnSmallScreens("fin at FinHub", "on the card 120.00 USD", "what becomes of it is not documented: withdraw it first",
			"canceling is for good", "type 5161 (the end of the card's id) or the whole id:")
		r.Press("y", "y", "enter")
		r.OnSmallScreens("that is not this card")
		if r.Payer.Orders() != 0 || !c.CapturesInput() {
			t.Fatal("went on without the name")
		}
		r.Press("backspace", "backspace")
		r.Typed("#5161")
		r.Hides("not this card")
		r.Press("enter")
		r.OnSmallScreens("Cancel this card for good?", "Ads EU, id 1844674407370955161", "status active → canceled, for good",
			"what becomes of it is not documented: withdraw it first", "no other key confirms", "esc go back")
		r.Press("n", "enter", "x")
		if r.Payer.Orders() != 0 {
			t.Fatal("sent without y")
		}
		r.Press("esc")
		r.OnSmallScreens("canceling is for good")
		r.Press("enter", "y")
		r.OnSmallScreens("canceled for good: Ads EU", "status active → canceled", "never be used again")
		r.Press("y", "r")
		if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Kind != client.MoveCancel || sent[0].Amount.Known() {
			t.Errorf("sent %+v", sent)
		}
	})
	for _, typed := range []string{"4242", screentest.AdsCard().ID} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			card := screentest.AdsCard()
			card.Last4 = "4242"
			r.Open(NewCancel(r.Env, card))
			r.OnSmallScreens("type 4242 (the card's last four digits)")
			r.Typed("5161") // another card's end
			r.Press("enter")
			r.OnSmallScreens("that is not this card")
			r.Press("backspace", "backspace", "backspace", "backspace")
			r.Take(tea.PasteMsg{Content: typed})
			r.Press("enter")
			r.OnSmallScreens("Cancel this card for good?")
		})
	}
}

func TestCancelFormLeavesByEsc(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Balance = screentest.Usd("0")
		r.Open(NewCancel(r.Env, screentest.AdsCard()))
		r.OnSmallScreens("none on the card")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave the form")
		}
	})
}

func TestChangeOutcomes(t *testing.T) {
	for name, tc := range map[string]struct {
		status client.MovementStatus
		err    error
		want   []string
		not    []string
	}{
		"failed": {client.MovementFailed, errors.New("refused: the card has open authorizations\nwait until they are settled"),
			[]string{"not frozen: refused: the card has open authorizations", "wait until they are settled"}, []string{"unknown"}},
		"unknown": {client.MovementUnknown, client.ErrUnknown,
			[]string{"outcome unknown: the card may be frozen, do not send it again", "r asks the issuer"}, []string{"failed", "not frozen"}},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Payer.Status, r.Payer.Err = tc.status, tc.err
				r.Open(NewFreeze(r.Env, screentest.AdsCard()))
				r.Press("y")
				r.OnSmallScreens(tc.want...)
				r.Hides(tc.not...)
				if tc.status == client.MovementFailed {
					r.Press("enter")
					r.Shows("Freeze this card?")
					return
				}
				r.Payer.Settled, r.Payer.Lost = client.MovementUnknown, client.ErrUnreachable
				r.Press("r")
				r.OnSmallScreens("outcome unknown", "asked at", "unreachable")
				r.Payer.Settled, r.Payer.Lost = client.MovementSucceeded, nil
				r.Press("r", "y")
				r.OnSmallScreens("frozen: Ads EU")
				if r.Payer.Orders() != 1 {
					t.Error("asking sent something")
				}
			})
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) { // nothing was noted: the journal cannot be opened
		r.Payer.Status, r.Payer.Err = "", errors.New("the disk is full\nmake room")
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.Press("y")
		r.OnSmallScreens("cannot be confirmed: the disk is full", "make room")
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // somebody else finds out
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.Press("y")
		m := r.Payer.Rows[0]
		m.Status = client.MovementSucceeded
		r.Take(screen.MovedMsg{Movement: m})
		r.Settle()
		r.OnSmallScreens("frozen: Ads EU")
	})
}

// Nothing is under way while the issuer is asked again: nobody has to wait for that, and nothing waits for it.
func TestAskingAgainCanBeStopped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		c := NewFreeze(r.Env, screentest.AdsCard())
		r.Open(c)
		r.Press("y")
		r.Payer.Delay = time.Minute
		r.Strike("r")
		r.OnSmallScreens("asking FinHub about it", "nothing is sent; esc stops asking")
		if c.Holds() || !c.Counting() {
			t.Errorf("holds %v, counts %v", c.Holds(), c.Counting())
		}
		r.Press("esc")
		r.OnSmallScreens("outcome unknown: the card may be frozen", "not decided; r asks")
		r.Hides("canceled")
		r.Strike("r")
		c.Hide() // as the lock does
		r.Settle()
		r.OnSmallScreens("outcome unknown: the card may be frozen")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 || r.Payer.Orders() != 1 {
			t.Error("the second esc does not leave, or something was sent")
		}
	})
}

func TestChangeInSpiteOfAnOpenMovement(t *testing.T) {
	for name, s := range map[string]func(*screen.Env, client.Card) *Change{"freeze": NewFreeze, "cancel": NewCancel} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Payer.Guards = screentest.OpenMovement
				r.Open(s(r.Env, screentest.AdsCard()))
				if name == "cancel" {
					r.Typed("5161")
					r.Press("enter")
				}
				r.OnSmallScreens("not settled yet: top-up of 30.00 USD, 3 min ago, outcome unknown", "CWEARLIER",
					"type ABCD (the end of that order) to go on anyway:")
				r.Typed("yy")
				r.Press("enter")
				if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || r.Payer.Orders() != 0 {
					t.Fatalf("said %+v", n)
				}
				r.Press("backspace", "backspace")
				r.Typed("ABCD")
				r.Press("enter")
				r.OnSmallScreens("no other key confirms")
				r.Press("y")
				if sent := r.Payer.Sent; len(sent) != 1 || len(sent[0].OverrideOpen) != 1 {
					t.Errorf("sent %+v", sent)
				}
			})
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) { // one that was opened by another process since
		r.Open(NewFreeze(r.Env, screentest.AdsCard()))
		r.Payer.Guards = screentest.OpenMovement
		r.Press("y")
		r.OnSmallScreens("not settled yet", "to go on anyway")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 || r.Payer.Orders() != 0 {
			t.Error("esc does not leave, or it was sent")
		}
	})
}

func TestChangesFitEverySize(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Guards = screentest.OpenMovement
		for _, s := range []*Change{NewFreeze(r.Env, screentest.AdsCard()), NewCancel(r.Env, screentest.AdsCard())} {
			r.Open(s)
			for _, size := range screentest.TestSizes {
				screentest.Fits(t, s, size[0], size[1])
			}
		}
	})
}
