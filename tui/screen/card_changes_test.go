package screen

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestChangeKeysAreDrawnWhereTheyDoSomething(t *testing.T) {
	inBubble(t, func(r *rig) {
		drawn := func(card client.Card) map[string]bool {
			r.open(NewCard(r.env, card))
			found := map[string]bool{}
			for _, b := range r.screen.Keys() {
				found[b.Help().Desc] = true
			}
			return found
		}
		card := adsCard()
		if d := drawn(card); !d["freeze"] || !d["cancel card"] || d["unfreeze"] {
			t.Errorf("active: %v", d)
		}
		r.issuer.card.Status, card.Status = client.CardFrozen, client.CardFrozen
		if d := drawn(card); !d["unfreeze"] || !d["cancel card"] || d["freeze"] {
			t.Errorf("frozen: %v", d)
		}
		r.issuer.card.Status, card.Status = client.CardCanceled, client.CardCanceled
		if d := drawn(card); d["unfreeze"] || d["cancel card"] || d["freeze"] {
			t.Errorf("canceled: %v", d)
		}
		r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "aurex", Issuer: struct{ client.Issuer }{r.issuer}})
		r.issuer.card.Status, card.Status = client.CardActive, client.CardActive
		if d := drawn(card); d["freeze"] || d["cancel card"] {
			t.Errorf("not offered: %v", d)
		}
		r.press("f")
		if n := got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != "Aurex offers no freeze; no account here does, FinHub does" {
			t.Errorf("said %+v", n)
		}
	})
}

func TestPINKeyIsDrawnForPlasticOnly(t *testing.T) {
	inBubble(t, func(r *rig) {
		keys := func() string {
			var words []string
			for _, b := range r.screen.Keys() {
				words = append(words, b.Help().Desc)
			}
			return strings.Join(words, ",")
		}
		r.issuer.changes[client.MovePIN] = client.ChangeTerms{Refusal: "this is no physical card"}
		r.issuer.changes[client.MoveFreeze] = client.ChangeTerms{Refusal: "cards of this type cannot be frozen"}
		r.open(NewCard(r.env, adsCard()))
		if k := keys(); strings.Contains(k, "PIN") || strings.Contains(k, "freeze") {
			t.Errorf("drawn: %s", k)
		}
		r.press("i") // says why
		r.open(got[ui.PushMsg](r)[0].Screen)
		r.onSmallScreens("no PIN change: this is no physical card")
		clear(r.issuer.changes)
		r.open(NewCard(r.env, adsCard()))
		if k := keys(); !strings.Contains(k, "PIN") || !strings.Contains(k, "freeze") || strings.Contains(k, "activate") {
			t.Errorf("drawn: %s", k)
		}
		r.open(NewCard(r.env, physicalCard(r)))
		if k := keys(); strings.Contains(k, "PIN") || !strings.Contains(k, "activate") {
			t.Errorf("drawn: %s", k)
		}
		r.press("г") // u on a Cyrillic layout
		pushed := got[ui.PushMsg](r)
		r.open(pushed[len(pushed)-1].Screen)
		if where, _ := r.screen.Title(); !strings.Contains(where, "activate") {
			t.Errorf("opened %q", where)
		}
	})
}

func TestKeysOfWhatAnIssuerLacksAreNotDrawn(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.env.Wallet = client.NewWallet(
			client.Account{Profile: "ads", Kind: "aurex", Issuer: limited{
				Issuer: r.issuer, Mover: r.issuer, kinds: []client.MovementKind{client.MoveTopUp},
			}},
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.issuer})
		card := adsCard()
		card.Profile = "ads"
		r.open(NewCard(r.env, card))
		drawn := func(what string) bool {
			for _, b := range r.screen.Keys() {
				if b.Help().Desc == what {
					return true
				}
			}
			return false
		}
		if drawn("withdraw") || !drawn("top up") {
			t.Error("the keys are not those of the issuer")
		}
		r.press("w")
		const none = "Aurex offers no withdrawal; offered by fin (FinHub)"
		if n := got[ui.NoticeMsg](r); len(n) != 1 || n[0].Text != none || len(got[ui.PushMsg](r)) != 0 {
			t.Errorf("said %+v", n)
		}
		r.screen = NewCard(r.env, adsCard())
		r.press("w", "t")
		if pushed := got[ui.PushMsg](r); !drawn("withdraw") || len(pushed) != 2 {
			t.Errorf("opened %+v", pushed)
		}
	})
}
