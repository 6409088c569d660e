package screen

import (
	"strings"
	"sync"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

// HolderBook knows the names of the people that cards are made out to. It is in memory only. It is safe for concurrent use, since lists are
// searched outside Update; the zero HolderBook is empty.
type HolderBook struct {
	mu     sync.RWMutex
	names  map[holderKey]holder
	sought map[holderKey]bool // somebody asked the issuer who that is
}

type holderKey struct{ profile, id string }

// holder is what screens say of a person.
type holder struct{ name, standing string }

// Sought reports whether the issuer was asked about all those holders of an account, with or without success.
func (b *HolderBook) Sought(profile string, ids []string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, id := range ids {
		if !b.sought[holderKey{profile, id}] {
			return false
		}
	}
	return true
}

// Keep takes an account's answer to the question who those holders are. An answer that failed has none, and takes nothing away.
func (b *HolderBook) Keep(profile string, ids []string, holders []client.Holder) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.names == nil {
		b.names, b.sought = map[holderKey]holder{}, map[holderKey]bool{}
	}
	for _, id := range ids {
		b.sought[holderKey{profile, id}] = true
	}
	for _, h := range holders {
		name := strings.Join(strings.Fields(ui.Safe(h.FirstName+" "+h.LastName)), " ")
		if h.ID != "" && name != "" {
			b.names[holderKey{profile, h.ID}] = holder{name, ui.Safe(words.OfHolder(h).Alone())}
		}
	}
}

// Name is the name of a card's holder, safe text; empty where it is not known.
func (b *HolderBook) Name(card client.Card) string { return b.of(card).name }

func (b *HolderBook) of(card client.Card) holder {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.names[holderKey{card.Profile, card.HolderID}]
}

// Words say who a card's holder is, and in full how they stand with the issuer; empty where the card has none. A name that is not known
// does not stand for nobody: the id is there, and that the name was not read.
func (b *HolderBook) Words(card client.Card, full bool) string {
	switch h := b.of(card); {
	case card.HolderID == "":
		return ""
	case h.name == "" && full:
		return ui.Safe(card.HolderID) + " (name not read)"
	case h.name == "":
		return ui.Cut(ui.Safe(card.HolderID), 5) + " (name not read)"
	case full:
		return h.name + " · " + h.standing
	default:
		return h.name
	}
}
