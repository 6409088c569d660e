package cards

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestChangeKeysAreDrawnWhereTheyDoSomething(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		drawn := func(card client.Card) map[string]bool {
			r.Open(NewCard(r.Env, card))
			found := map[string]bool{}
			for _, b := range r.Screen.Actions() {
				found[b.Key.Help().Desc] = found[b.Key.Help().Desc] || b.Can()
			}
			return found
		}
		card := screentest.AdsCard()
		if d := drawn(card); !d["freeze"] || !d["cancel card"] || d["unfreeze"] {
			t.Errorf("active: %v", d)
		}
		r.Issuer.TheCard.Status, card.Status = client.CardFrozen, client.CardFrozen
		if d := drawn(card); !d["unfreeze"] || !d["cancel card"] || d["freeze"] {
			t.Errorf("frozen: %v", d)
		}
		r.Issuer.TheCard.Status, card.Status = client.CardCanceled, client.CardCanceled
		if d := drawn(card); d["unfreeze"] || d["cancel card"] || d["freeze"] {
			t.Errorf("canceled: %v", d)
		}
		r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "aurex", Issuer: struct{ client.Issuer }{r.Issuer}})
		r.Issuer.TheCard.Status, card.Status = client.CardActive, client.CardActive
		if d := drawn(card); d["freeze"] || d["cancel card"] {
			t.Errorf("not offered: %v", d)
		}
		r.Press("f")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "Aurex offers no freeze; no account here does, FinHub does" {
			t.Errorf("said %+v", n)
		}
	})
}

func TestPINKeyIsDrawnForPlasticOnly(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		keys := func() string {
			var words []string
			for _, b := range r.Screen.Actions() {
				if b.Can() {
					words = append(words, b.Key.Help().Desc)
				}
			}
			return strings.Join(words, ",")
		}
		r.Issuer.Changes[client.MovePIN] = client.ChangeTerms{Refusal: "this is no physical card", ByType: true}
		r.Issuer.Changes[client.MoveFreeze] = client.ChangeTerms{Refusal: "cards of this type cannot be frozen", ByType: true}
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		if k := keys(); strings.Contains(k, "PIN") || strings.Contains(k, "freeze") {
			t.Errorf("drawn: %s", k)
		}
		r.Press("i") // says why
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "this is no physical card" {
			t.Errorf("said %+v", n)
		}
		list := NewCards(r.Env) // the list knows it from now on
		r.Open(list)
		r.Press("f", "i", "m")
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 3 || n[1].Text != "cards of this type cannot be frozen" {
			t.Errorf("said %+v", n)
		}
		if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 {
			t.Errorf("opened %+v", pushed)
		}
		clear(r.Issuer.Changes)
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		if k := keys(); !strings.Contains(k, "PIN") || !strings.Contains(k, "freeze") || strings.Contains(k, "activate") {
			t.Errorf("drawn: %s", k)
		}
		blocked := screentest.AdsCard()
		blocked.Status = client.CardBlocked
		r.Open(NewCard(r.Env, blocked))
		if k := keys(); strings.Contains(k, "activate") {
			t.Errorf("drawn for a virtual card: %s", k)
		}
		r.Open(NewCard(r.Env, screentest.PhysicalCard(r)))
		if k := keys(); strings.Contains(k, "PIN") || !strings.Contains(k, "activate") {
			t.Errorf("drawn: %s", k)
		}
		r.Press("г") // u on a Cyrillic layout
		pushed := screentest.Got[ui.PushMsg](r)
		r.Open(pushed[len(pushed)-1].Screen)
		if where, _ := r.Screen.Title(); !strings.Contains(where, "activate") {
			t.Errorf("opened %q", where)
		}
	})
}

// TestWhatAStatusForbidsIsOfOneCard: the other cards of the type can be frozen meanwhile.
func TestWhatAStatusForbidsIsOfOneCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		one, other := screentest.AdsCard(), screentest.AdsCard()
		other.ID, one.TypeID, other.TypeID = "another", "visa", "visa"
		r.Issuer.Changes[client.MoveFreeze] = client.ChangeTerms{Refusal: "the card is being frozen"}
		r.Open(NewCard(r.Env, one))
		for _, card := range []client.Card{one, other} {
			if reason, known := r.Env.Refused.Reason(card, client.MoveFreeze); known {
				t.Errorf("freezing %s is refused: %s", card.ID, reason)
			}
		}
	})
}

func TestKeysOfWhatAnIssuerLacksAreNotDrawn(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Wallet = client.NewWallet(
			client.Account{Profile: "ads", Kind: "aurex", Issuer: screentest.Limited{
				Issuer: r.Issuer, Mover: r.Issuer, Kinds: []client.MovementKind{client.MoveTopUp},
			}},
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.Issuer})
		card := screentest.AdsCard()
		card.Profile = "ads"
		r.Open(NewCard(r.Env, card))
		drawn := func(what string) bool {
			for _, b := range r.Screen.Actions() {
				if b.Key.Help().Desc == what {
					return b.Can()
				}
			}
			return false
		}
		if drawn("withdraw") || !drawn("top up") {
			t.Error("the keys are not those of the issuer")
		}
		r.Press("w")
		const none = "Aurex offers no withdrawal; offered by fin (FinHub)"
		if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != none || len(screentest.Got[ui.PushMsg](r)) != 0 {
			t.Errorf("said %+v", n)
		}
		r.Screen = NewCard(r.Env, screentest.AdsCard())
		r.Press("w", "t")
		if pushed := screentest.Got[ui.PushMsg](r); !drawn("withdraw") || len(pushed) != 2 {
			t.Errorf("opened %+v", pushed)
		}
	})
}
