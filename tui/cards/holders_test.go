package cards

import (
	"context"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

// withHolders lists the holders of its cards, too.
type withHolders struct {
	*screentest.FakeIssuer
	holders []client.Holder
}

func (w *withHolders) Holders(context.Context) ([]client.Holder, error) {
	if err := w.Called("holders"); err != nil {
		return nil, err
	}
	return w.holders, nil
}

func holdersRig(r *screentest.Rig) *withHolders {
	issuer := &withHolders{r.Issuer, []client.Holder{{ID: "8743084592194172487", FirstName: "John", LastName: "Zhou\x1b[2J",
		Status: "pass_audit"}}}
	r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: issuer})
	r.Issuer.TheCard.HolderID = issuer.holders[0].ID
	return issuer
}

// TestHoldersAreReadOnceAfterTheCards: their names are for the filter and for who looks at a card, and cost one question.
func TestHoldersAreReadOnceAfterTheCards(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		issuer := holdersRig(r)
		r.Open(NewCards(r.Env))
		asked := func(want int) {
			t.Helper()
			if n := r.Issuer.Count("holders"); n != want {
				t.Errorf("asked for the holders %d times, not %d", n, want)
			}
		}
		asked(1)
		card := r.Issuer.TheCard
		if got := r.Env.Holders.Words(card, true); got != "John Zhou · approved" {
			t.Errorf("the holder is %q", got)
		}
		r.Press("/")
		r.Typed("zhou")
		r.Shows("Ads EU")
		r.Press("esc")
		list := r.Screen.(*Cards)
		r.Do(list.load(list.listings...)) // as it is read again by itself
		r.Settle()
		asked(1)
		r.Issuer.TheCard.HolderID = "new"
		issuer.holders = append(issuer.holders, client.Holder{ID: "new", FirstName: "Ana", Status: "under_review",
			Barred: "is being reviewed by the issuer"})
		r.Do(list.load(list.listings...))
		r.Settle()
		asked(2)
		if got := r.Env.Holders.Words(r.Issuer.TheCard, true); got != "Ana · in review" {
			t.Errorf("the new holder is %q", got)
		}
		r.Press("r")
		asked(3)
	})
}

// TestNamesThatCannotBeRead: the list says nothing of it, and asks again only if a person does.
func TestNamesThatCannotBeRead(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		holdersRig(r)
		r.Issuer.Set("holders", client.ErrUnreachable)
		r.Open(NewCards(r.Env))
		r.Hides("holder", "!")
		if got := r.Env.Holders.Words(r.Issuer.TheCard, false); got != "8743… (name not read)" {
			t.Errorf("it says %q", got)
		}
		r.Press("/")
		r.Typed("8743084")
		r.Shows("Ads EU")
		r.Press("esc")
		list := r.Screen.(*Cards)
		r.Do(list.load(list.listings...))
		r.Settle()
		if n := r.Issuer.Count("holders"); n != 1 {
			t.Errorf("asked %d times", n)
		}
		r.Issuer.Set("holders", nil)
		r.Press("r")
		if got := r.Env.Holders.Name(r.Issuer.TheCard); got != "John Zhou" {
			t.Errorf("after a person asked it is %q", got)
		}
	})
}

// TestNobodyIsNamedWhileNobodyIsThere: a locked wallet asks for no names.
func TestNobodyIsNamedWhileNobodyIsThere(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		holdersRig(r)
		r.Env.Locked = true
		r.Open(NewCards(r.Env))
		if n := r.Issuer.Count("holders"); n != 0 {
			t.Errorf("asked %d times", n)
		}
	})
}

// TestTheFilterFindsACardByAllItsNames: its label, the issuer's name, the end as lists show it, status and account.
func TestTheFilterFindsACardByAllItsNames(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard = r.Issuer.TheCard.Named(client.CardName{Label: "spring", Last4: "4242"})
		r.Open(NewCards(r.Env))
		for query, found := range map[string]bool{
			"spring": true, "ads eu": true, "4242": true, "1844674407370955161": true, "active": true, "fin": true, "#5161": false, "zhou": false,
		} {
			r.Press("/")
			r.Typed(query)
			if _, ok := r.Screen.(*Cards).Selected(); ok != found {
				t.Errorf("%q finds it: %v", query, ok)
			}
			r.Press("esc")
		}
	})
}
