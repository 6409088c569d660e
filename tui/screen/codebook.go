package screen

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"cardwallet/client"
)

// KeepArmed is how long a card whose codes were looked at is still asked about while all codes are watched.
const KeepArmed = 15 * time.Minute

// CodeBook has every code seen in this run, and which cards are armed: asked about again and again because a person looks at
// their codes. The root keeps it up to date.
type CodeBook struct {
	Codes    []client.Code            // newest first, also expired ones
	Copied   map[string]bool          // by Code.Key
	Opened   *client.OpenedValues     // by Code.Key: what was opened of it
	Renewed  map[string]bool          // by Code.Key: its value was replaced for certain, and what was copied is forgotten already
	Armed    map[string]client.Card   // by Card.Key
	Disarmed map[string]Disarmed      // by Card.Key: cards that were armed before
	Watched  bool                     // a person looks at the codes of all accounts
	Failed   map[string]error         // by profile: the newest failure to ask, nil entries removed
	Stopped  map[string]bool          // by profile: it refused the credentials twice and is not asked again by itself
	Asked    map[string]time.Time     // by profile: when it was asked last, local time
	Offset   map[string]time.Duration // by profile: the issuer's clock minus ours
}

// Disarmed is a card that was armed until At, local time.
type Disarmed struct {
	Card client.Card
	At   time.Time
}

// NewCodeBook returns an empty one.
func NewCodeBook() *CodeBook {
	return &CodeBook{Copied: map[string]bool{}, Opened: client.NewOpenedValues(), Renewed: map[string]bool{},
		Armed: map[string]client.Card{}, Disarmed: map[string]Disarmed{}, Failed: map[string]error{}, Stopped: map[string]bool{},
		Asked: map[string]time.Time{}, Offset: map[string]time.Duration{}}
}

// Disarm notes that nobody looks at the codes of a card any more.
func (b *CodeBook) Disarm(card client.Card, now time.Time) {
	delete(b.Armed, card.Key())
	b.Disarmed[card.Key()] = Disarmed{Card: card, At: now}
}

// AskedAbout are the cards of an account that a person wants codes of now, by id: the armed ones, and while all codes are watched
// also those that were armed within the last quarter of an hour. Where asking may make a new code, no other card is asked about.
func (b *CodeBook) AskedAbout(profile string, now time.Time) []client.Card {
	cards := map[string]client.Card{}
	for key, d := range b.Disarmed {
		if b.Watched && now.Sub(d.At) < KeepArmed {
			cards[key] = d.Card
		}
	}
	maps.Copy(cards, b.Armed)
	var about []client.Card
	for _, card := range cards {
		if card.Profile == profile {
			about = append(about, card)
		}
	}
	slices.SortFunc(about, func(a, b client.Card) int { return cmp.Compare(a.ID, b.ID) })
	return about
}

// OfCard returns the codes of one card, newest first.
func (b *CodeBook) OfCard(card client.Card) []client.Code {
	var out []client.Code
	for _, c := range b.Codes {
		if c.Profile == card.Profile && c.CardID == card.ID {
			out = append(out, c)
		}
	}
	return out
}

// Find is the code with that Code.Key.
func (b *CodeBook) Find(key string) (code client.Code, ok bool) {
	i := slices.IndexFunc(b.Codes, func(c client.Code) bool { return c.Key() == key })
	if i < 0 {
		return client.Code{}, false
	}
	return b.Codes[i], true
}

// Now is the profile's issuer's time when it is local here.
func (b *CodeBook) Now(profile string, local time.Time) time.Time {
	return local.Add(b.Offset[profile])
}

// Left is how long a code is still good when it is local here.
func (b *CodeBook) Left(c client.Code, local time.Time) time.Duration {
	return c.Remaining(b.Now(c.Profile, local))
}

// Live are the codes that are still good when it is local here, in their order.
func (b *CodeBook) Live(local time.Time) []client.Code { return b.LiveOf(b.Codes, local) }

// LiveOf are those of the codes that are still good when it is local here.
func (b *CodeBook) LiveOf(codes []client.Code, local time.Time) (live []client.Code) {
	for _, c := range codes {
		if b.Left(c, local) > 0 {
			live = append(live, c)
		}
	}
	return live
}

// CodesMsg tells every screen that the book changed.
type CodesMsg struct{}

// ArmMsg asks the root to poll for codes of a card, fast, from now on.
type ArmMsg struct{ Card client.Card }

// DisarmMsg ends what ArmMsg began.
type DisarmMsg struct{ Card client.Card }

// WatchMsg asks the root to poll for codes of all accounts, fast, from now on.
type WatchMsg struct{}

// UnwatchMsg ends what WatchMsg began.
type UnwatchMsg struct{}

// AskCodesMsg asks the root to look for codes now.
type AskCodesMsg struct{}
