package screen

import (
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestFreezeIsFollowedToTheEnd(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.settled, r.payer.delay = client.MovementProcessing, client.MovementSucceeded, 3*time.Second
		r.open(NewFreeze(r.env, adsCard()))
		r.onSmallScreens("freeze this card?", "Ads EU, id 1844674407370955161", "fin at FinHub", "on the card 120.00 USD", "status active -> frozen",
			"pays nothing until it is unfrozen", "y confirms, any other key does not")
		for _, k := range []string{"enter", "n", "Y", " ", "f", "x", "r", "up"} {
			r.press(k)
		}
		r.take(tea.PasteMsg{Content: "y"})
		if r.payer.orders() != 0 {
			t.Fatal("sent without y")
		}
		r.press("y")
		r.onSmallScreens("sending the order", "please wait for the outcome")
		if !r.screen.(ui.Holder).Holds() || r.screen.(ui.Busy).Busy() == "" {
			t.Error("can be left while it is sent")
		}
		r.press("y", "enter", "esc", "f", "y")
		r.tick(4 * time.Second)
		r.onSmallScreens("the issuer is working on it · since", "status freezing")
		r.tick(4 * time.Second)
		r.onSmallScreens("frozen: Ads EU #5161", "pays nothing until", "status active -> frozen", "order CW000")
		if n := r.payer.orders(); n != 1 || r.payer.asked != 1 {
			t.Errorf("sent %d, asked %d", n, r.payer.asked)
		}
		var told []client.MovementStatus
		for _, m := range got[MovedMsg](r) {
			told = append(told, m.Movement.Status)
		}
		if len(told) != 2 || told[0] != client.MovementProcessing || told[1] != client.MovementSucceeded {
			t.Errorf("told %v", told)
		}
		r.press("enter")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("enter does not leave the outcome")
		}
	})
}

func TestFrozenCardIsUnfrozenWhateverTheListSays(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.card.Status = client.CardFrozen
		r.open(NewFreeze(r.env, adsCard())) // as the list had it: active
		r.onSmallScreens("unfreeze this card?", "status frozen -> unfrozen", "it can be used again")
		r.press("н") // y on a Cyrillic layout
		r.onSmallScreens("unfrozen: Ads EU", "status frozen -> active")
		if sent := r.payer.sent; len(sent) != 1 || sent[0].Kind != client.MoveUnfreeze {
			t.Errorf("sent %+v", sent)
		}
	})
}

func TestChangesThatCannotBeMade(t *testing.T) {
	type plain struct{ client.Issuer }
	for name, tc := range map[string]struct {
		prepare func(*rig)
		want    []string
	}{
		"terms": {func(r *rig) {
			r.issuer.changes[client.MoveFreeze] = client.ChangeTerms{Refusal: "the card is blocked", Hint: "only FinHub can lift that"}
		}, []string{"no freeze: the card is blocked", "only FinHub can lift that", "r asks again"}},
		"status": {func(r *rig) { r.issuer.card.Status = client.CardFreezing }, []string{"no freeze: the card is freezing", "r asks again", "status freezing"}},
		"unreachable": {func(r *rig) { // to freeze it nothing need be read
			r.issuer.card.Status = client.CardFrozen
			r.issuer.set("change terms", client.ErrUnreachable)
		}, []string{"card or terms could not be read: unreachable", "r tries again"}},
		"no card": {func(r *rig) { r.issuer.set("card", client.ErrNotFound) }, []string{"could not be read"}},
		"read-only": {func(r *rig) {
			r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", ReadOnly: true, Issuer: r.issuer})
		}, []string{"no freeze: fin: the profile is read-only", "remove read_only from the profile", "fin at FinHub, read-only"}},
		"not offered": {func(r *rig) {
			r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "aurex", Issuer: plain{r.issuer}}, client.Account{Profile: "other", Kind: "finhub", Issuer: r.issuer})
		}, []string{"no freeze: fin: freeze is not offered by this issuer", "offered by other (FinHub)"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				tc.prepare(r)
				r.open(NewFreeze(r.env, adsCard()))
				r.onSmallScreens(tc.want...)
				r.press("y", "enter", "y")
				if r.payer.orders() != 0 {
					t.Error("sent")
				}
				r.press("esc")
				if len(got[ui.BackMsg](r)) != 1 {
					t.Error("esc does not leave")
				}
			})
		})
	}
	inBubble(t, func(r *rig) {
		r.issuer.card.Status = client.CardFrozen
		r.issuer.set("change terms", client.ErrUnreachable)
		r.open(NewFreeze(r.env, adsCard()))
		r.issuer.set("change terms", nil)
		r.press("r")
		r.shows("unfreeze this card?")
	})
}

// TestCardsGoOutOfUseWhateverCannotBeRead: a stolen card is frozen and canceled although neither it nor the terms can be read, and the
// screen says what could not be checked.
func TestCardsGoOutOfUseWhateverCannotBeRead(t *testing.T) {
	for kind, open := range map[client.MovementKind]func(*Env, client.Card) *Change{client.MoveFreeze: NewFreeze, client.MoveCancel: NewCancel} {
		for _, ill := range []struct {
			calls []string
			want  []string
		}{
			{[]string{"card"}, []string{"could not check the card's status: asked all the same"}},
			{[]string{"change terms"}, []string{"could not check what the issuer allows: asked all the same"}},
			{[]string{"card", "change terms"}, []string{"could not check the card's status", "could not check what the issuer allows"}},
		} {
			inBubble(t, func(r *rig) {
				for _, call := range ill.calls {
					r.issuer.set(call, &client.Error{Kind: client.ErrUnreachable, Status: 503})
				}
				r.open(open(r.env, adsCard()))
				if kind == client.MoveCancel {
					r.typed("5161")
					r.press("enter")
				}
				r.onSmallScreens(append(ill.want, "y confirms")...)
				r.press("y")
				if sent := r.payer.sent; len(sent) != 1 || sent[0].Kind != kind || sent[0].Card.ID != adsCard().ID {
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
		inBubble(t, func(r *rig) {
			r.issuer.card.Status, r.issuer.card.IssuerStatus = status, "Odd"
			r.open(NewCancel(r.env, adsCard()))
			r.typed("5161")
			r.press("enter")
			r.shows(want)
			r.press("y")
			if sent := r.payer.sent; len(sent) != 1 || sent[0].Kind != client.MoveCancel {
				t.Errorf("%s: sent %+v", status, sent)
			}
		})
		inBubble(t, func(r *rig) {
			card := adsCard()
			card.Status, card.IssuerStatus = status, "Odd"
			r.issuer.card.Status, r.issuer.card.IssuerStatus = status, "Odd"
			r.open(NewPayment(r.env, client.MoveWithdraw, card))
			r.typed("20")
			r.press("enter")
			r.shows(want)
			r.press("y")
			if sent := r.payer.sent; len(sent) != 1 || sent[0].Kind != client.MoveWithdraw {
				t.Errorf("%s: sent %+v", status, sent)
			}
		})
	}
}

func TestCancelNeedsTheCardNamed(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.changes[client.MoveCancel] = client.ChangeTerms{Balance: "what becomes of it is not documented: withdraw it first"}
		c := NewCancel(r.env, adsCard())
		r.open(c)
		r.onSmallScreens("fin at FinHub", "on the card 120.00 USD", "what becomes of it is not documented: withdraw it first", "canceling is for good", "type 5161 (the end of the card's id) or the whole id:")
		r.press("y", "y", "enter")
		r.onSmallScreens("that is not this card")
		if r.payer.orders() != 0 || !c.CapturesInput() {
			t.Fatal("went on without the name")
		}
		r.press("backspace", "backspace")
		r.typed("#5161")
		r.hides("not this card")
		r.press("enter")
		r.onSmallScreens("cancel this card for good?", "Ads EU, id 1844674407370955161", "status active -> canceled, for good", "what becomes of it is not documented: withdraw it first", "y confirms", "esc goes back")
		r.press("n", "enter", "x")
		if r.payer.orders() != 0 {
			t.Fatal("sent without y")
		}
		r.press("esc")
		r.onSmallScreens("canceling is for good")
		r.press("enter", "y")
		r.onSmallScreens("canceled for good: Ads EU", "status active -> canceled", "never be used again")
		r.press("y", "r")
		if sent := r.payer.sent; len(sent) != 1 || sent[0].Kind != client.MoveCancel || sent[0].Amount.Known() {
			t.Errorf("sent %+v", sent)
		}
	})
	for _, typed := range []string{"4242", adsCard().ID} {
		inBubble(t, func(r *rig) {
			card := adsCard()
			card.Last4 = "4242"
			r.open(NewCancel(r.env, card))
			r.onSmallScreens("type 4242 (the card's last four digits)")
			r.typed("5161") // another card's end
			r.press("enter")
			r.onSmallScreens("that is not this card")
			r.press("backspace", "backspace", "backspace", "backspace")
			r.take(tea.PasteMsg{Content: typed})
			r.press("enter")
			r.onSmallScreens("cancel this card for good?")
		})
	}
}

func TestCancelFormLeavesByEsc(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.card.Balance = usd("0")
		r.open(NewCancel(r.env, adsCard()))
		r.onSmallScreens("none on the card")
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 {
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
		"unknown": {client.MovementUnknown, client.ErrUnknown, []string{"outcome unknown: the card may be frozen, do not send it again", "r asks the issuer"}, []string{"failed", "not frozen"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.payer.status, r.payer.err = tc.status, tc.err
				r.open(NewFreeze(r.env, adsCard()))
				r.press("y")
				r.onSmallScreens(tc.want...)
				r.hides(tc.not...)
				if tc.status == client.MovementFailed {
					r.press("enter")
					r.shows("freeze this card?")
					return
				}
				r.payer.settled, r.payer.lost = client.MovementUnknown, client.ErrUnreachable
				r.press("r")
				r.onSmallScreens("outcome unknown", "asked at", "unreachable")
				r.payer.settled, r.payer.lost = client.MovementSucceeded, nil
				r.press("r", "y")
				r.onSmallScreens("frozen: Ads EU")
				if r.payer.orders() != 1 {
					t.Error("asking sent something")
				}
			})
		})
	}
	inBubble(t, func(r *rig) { // nothing was noted: the journal cannot be opened
		r.payer.status, r.payer.err = "", errors.New("the disk is full\nmake room")
		r.open(NewFreeze(r.env, adsCard()))
		r.press("y")
		r.onSmallScreens("cannot be confirmed: the disk is full", "make room")
	})
	inBubble(t, func(r *rig) { // somebody else finds out
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		r.open(NewFreeze(r.env, adsCard()))
		r.press("y")
		m := r.payer.rows[0]
		m.Status = client.MovementSucceeded
		r.take(MovedMsg{Movement: m})
		r.settle()
		r.onSmallScreens("frozen: Ads EU")
	})
}

// Nothing is under way while the issuer is asked again: nobody has to wait for that, and nothing waits for it.
func TestAskingAgainCanBeStopped(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		c := NewFreeze(r.env, adsCard())
		r.open(c)
		r.press("y")
		r.payer.delay = time.Minute
		r.strike("r")
		r.onSmallScreens("asking what became of it", "nothing is sent; esc stops asking")
		if c.Holds() || !c.Counting() {
			t.Errorf("holds %v, counts %v", c.Holds(), c.Counting())
		}
		r.press("esc")
		r.onSmallScreens("outcome unknown: the card may be frozen", "not decided; r asks")
		r.hides("canceled")
		r.strike("r")
		c.Hide() // as the lock does
		r.settle()
		r.onSmallScreens("outcome unknown: the card may be frozen")
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 || r.payer.orders() != 1 {
			t.Error("the second esc does not leave, or something was sent")
		}
	})
}

func TestChangeInSpiteOfAnOpenMovement(t *testing.T) {
	for name, s := range map[string]func(*Env, client.Card) *Change{"freeze": NewFreeze, "cancel": NewCancel} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.payer.guards = openMovement
				r.open(s(r.env, adsCard()))
				if name == "cancel" {
					r.typed("5161")
					r.press("enter")
				}
				r.onSmallScreens("not settled yet: top-up of 30.00 USD, 3 min ago, outcome unknown", "CWEARLIER", "type 5161 (the end of the card's id) to go on anyway:")
				r.typed("yy")
				r.press("enter")
				if n := got[ui.NoticeMsg](r); len(n) != 1 || r.payer.orders() != 0 {
					t.Fatalf("said %+v", n)
				}
				r.press("backspace", "backspace")
				r.typed("5161")
				r.press("enter")
				r.onSmallScreens("y confirms")
				r.press("y")
				if sent := r.payer.sent; len(sent) != 1 || len(sent[0].OverrideOpen) != 1 {
					t.Errorf("sent %+v", sent)
				}
			})
		})
	}
	inBubble(t, func(r *rig) { // one that was opened by another process since
		r.open(NewFreeze(r.env, adsCard()))
		r.payer.guards = openMovement
		r.press("y")
		r.onSmallScreens("not settled yet", "to go on anyway")
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 || r.payer.orders() != 0 {
			t.Error("esc does not leave, or it was sent")
		}
	})
}

func TestChangesFitEverySize(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.guards = openMovement
		for _, s := range []*Change{NewFreeze(r.env, adsCard()), NewCancel(r.env, adsCard())} {
			r.open(s)
			for _, size := range testSizes {
				fits(t, s, size[0], size[1])
			}
		}
	})
}
