package screen

import (
	"sync"

	"cardwallet/client"
)

// Heard has the cards whose last four digits an answer told, until the root tells all screens. Issuers tell them in some of their answers
// only, and each screen asks on its own: so all of them call a card the same at the same time. It is safe for concurrent use.
type Heard struct {
	mu    sync.Mutex
	cards []client.Card
}

// Listen gives the wallet with accounts that tell h what they hear.
func (h *Heard) Listen(w *client.Wallet) *client.Wallet {
	accounts := w.Accounts()
	for i := range accounts {
		accounts[i].Heard = h.add
	}
	return client.NewWallet(accounts...)
}

func (h *Heard) add(card client.Card) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cards = append(h.cards, card)
}

// News gives, once, the message for each card that find has without those digits.
func (h *Heard) News(find func(profile, id string) (client.Card, bool)) []NamedMsg {
	h.mu.Lock()
	cards := h.cards
	h.cards = nil
	h.mu.Unlock()
	var news []NamedMsg
	for _, card := range cards {
		if listed, ok := find(card.Profile, card.ID); ok && listed.Last4 != card.Last4 {
			listed.Last4 = card.Last4
			news = append(news, NamedMsg{Card: listed})
		}
	}
	return news
}
