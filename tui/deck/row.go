// Package deck holds the cards of long lists in few bytes, and says in which order they stand. A card is some 340 bytes, its amounts and
// texts not counted; most of them say what thousands of others say, too.
package deck

import (
	"cmp"
	"math"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Row is one card of a list. It is never changed: the list that has it may be being sorted elsewhere.
type Row struct {
	facts         *facts
	text          string // id, name, issuer's name, last four digits and holder, one after another
	more          *more  // nil for most cards
	balance, used int64  // the digits of the amounts
	seconds       int64  // when the card was made
	nanos         int32
	ends          [4]uint16 // where all but the last end in text
	exponents     [2]int8   // of balance and used
	plain         bool      // its name is safe as it is, and nothing stands before it
	cells         uint8     // how wide the words for its balance are, at most 255
}

// facts are what many cards have in common.
type facts struct {
	profile, issuer, issuerStatus string
	status                        client.CardStatus
	typeID, bin, category         string
	form                          client.CardForm
	shared, mayShare              bool
	balanceIn, usedIn             string // currencies
	unreadable                    client.Unreadable
	zone                          *time.Location // of the time when the card was made
}

// more is what few cards have.
type more struct {
	limits *client.Limits
	whole  *client.Card // one that does not fit into a Row: with an amount of 20 digits, for one
}

// Packer makes rows of cards. What they have in common stands once for all rows that one Packer makes.
type Packer struct{ known map[facts]*facts }

// NewPacker returns a Packer that made no row yet.
func NewPacker() *Packer { return &Packer{known: map[facts]*facts{}} }

// NewRow makes the row of a single card.
func NewRow(card client.Card) *Row { return NewPacker().Rows([]client.Card{card})[0] }

// Rows makes a row of each card, in their order. What the cards point to must not be changed afterwards.
func (p *Packer) Rows(cards []client.Card) []*Row {
	var text strings.Builder
	for i := range cards {
		for _, part := range texts(&cards[i]) {
			text.WriteString(part)
		}
	}
	all, block, rows := text.String(), make([]Row, len(cards)), make([]*Row, len(cards)) // one piece each, and not one for each card
	for i := range cards {
		size := 0
		for _, part := range texts(&cards[i]) {
			size += len(part)
		}
		block[i].text, all = all[:size], all[size:]
		p.pack(&block[i], &cards[i])
		rows[i] = &block[i]
	}
	return rows
}

// texts are what each card has for itself.
func texts(card *client.Card) [5]string {
	return [...]string{card.ID, card.Name, card.IssuerName, card.Last4, card.HolderID}
}

// pack fills a row that has its text already.
func (p *Packer) pack(row *Row, card *client.Card) {
	f := facts{
		profile: card.Profile, issuer: card.Issuer, issuerStatus: card.IssuerStatus, status: card.Status,
		typeID: card.TypeID, bin: card.BIN, category: card.Category, form: card.Form, shared: card.Shared, mayShare: card.MayShare,
		balanceIn: card.Balance.Currency, usedIn: card.Used.Currency, unreadable: card.Unreadable, zone: card.CreatedAt.Location(),
	}
	row.facts = p.known[f]
	if row.facts == nil {
		row.facts = &f
		p.known[f] = row.facts
	}
	fits := len(row.text) <= math.MaxUint16
	for i, end := 0, 0; fits && i < len(row.ends); i++ {
		end += len(texts(card)[i])
		row.ends[i] = uint16(end)
	}
	var balance, used bool
	row.balance, row.exponents[0], balance = small(card.Balance.Amount)
	row.used, row.exponents[1], used = small(card.Used.Amount)
	row.seconds, row.nanos = card.CreatedAt.Unix(), int32(card.CreatedAt.Nanosecond())
	if !fits || !balance || !used {
		whole := *card
		row.more, row.text = &more{whole: &whole}, ""
	} else if card.Limits != nil {
		row.more = &more{limits: card.Limits}
	}
	name := cmp.Or(card.Name, card.ID)
	row.plain = name != "" && card.Unreadable == "" && ui.Safe(name) == name
	row.cells = uint8(min(ui.Width(row.BalanceWords()), math.MaxUint8))
}

// small gives the digits of an amount and its exponent where they fit.
func small(d decimal.Decimal) (digits int64, exponent int8, ok bool) {
	if d.Exponent() < math.MinInt8 || d.Exponent() > math.MaxInt8 {
		return 0, 0, false
	}
	all := d.Coefficient()
	return all.Int64(), int8(d.Exponent()), all.IsInt64()
}

// money is the amount as it was.
func money(digits int64, exponent int8, currency string) client.Money {
	if currency == "" && digits == 0 && exponent == 0 {
		return client.Money{}
	}
	return client.Money{Amount: decimal.New(digits, int32(exponent)), Currency: currency}
}

// Card is the card as it was given.
func (r *Row) Card() client.Card {
	card := r.Named()
	if r.whole() == nil {
		card.Balance, card.Used = r.Balance(), money(r.used, r.exponents[1], r.facts.usedIn)
	}
	return card
}

// Named is Card without its amounts, which take longest to make.
func (r *Row) Named() client.Card {
	if whole := r.whole(); whole != nil {
		return *whole
	}
	f := r.facts
	card := client.Card{
		Profile: f.profile, Issuer: f.issuer, ID: r.ID(), Name: r.text[r.ends[0]:r.ends[1]], IssuerName: r.text[r.ends[1]:r.ends[2]],
		Status: f.status, IssuerStatus: f.issuerStatus, Shared: f.shared, MayShare: f.mayShare, Last4: r.text[r.ends[2]:r.ends[3]],
		TypeID: f.typeID, BIN: f.bin, Category: f.category, Form: f.form, HolderID: r.text[r.ends[3]:],
		CreatedAt: time.Unix(r.seconds, int64(r.nanos)).In(f.zone), Unreadable: f.unreadable,
	}
	if r.more != nil {
		card.Limits = r.more.limits
	}
	return card
}

func (r *Row) whole() *client.Card {
	if r.more == nil {
		return nil
	}
	return r.more.whole
}

// ID is the card's.
func (r *Row) ID() string {
	if whole := r.whole(); whole != nil {
		return whole.ID
	}
	return r.text[:r.ends[0]]
}

// Profile is the card's.
func (r *Row) Profile() string { return r.facts.profile }

// Status is the card's.
func (r *Row) Status() client.CardStatus { return r.facts.status }

// Key is Card.Key.
func (r *Row) Key() string { return r.facts.profile + "/" + r.ID() }

// Same reports whether both are of one card, which may have changed between them.
func (r *Row) Same(as *Row) bool { return r.ID() == as.ID() && r.Profile() == as.Profile() }

// Name is what to call the card, safe, after what of it could not be read.
func (r *Row) Name() string {
	if r.plain && r.whole() == nil {
		if name := r.text[r.ends[0]:r.ends[1]]; name != "" {
			return name
		}
		return r.ID()
	}
	card := r.Named()
	name := cmp.Or(card.Name, card.ID)
	if unreadable := card.Unreadable.Words(); unreadable != "" {
		name = unreadable + " · " + name // first, because a narrow screen cuts off the end
	}
	return ui.Safe(name)
}

// Balance is the card's.
func (r *Row) Balance() client.Money {
	if whole := r.whole(); whole != nil {
		return whole.Balance
	}
	return money(r.balance, r.exponents[0], r.facts.balanceIn)
}

// BalanceWords are the balance as it is drawn, safe; empty where it is not known, or not the card's own for sure.
func (r *Row) BalanceWords() string {
	if r.facts.balanceIn == "" || r.facts.shared {
		return ""
	}
	if r.facts.mayShare {
		return screen.MoneyWords(r.Balance()) + " " + words.Unknown
	}
	return screen.MoneyWords(r.Balance())
}

// BalanceCells is how wide BalanceWords are, at most 255.
func (r *Row) BalanceCells() int { return int(r.cells) }

// Shared is Card.Shared.
func (r *Row) Shared() bool { return r.facts.shared }

// Currency is that of the money that is on the card itself; empty as far as it is not known.
func (r *Row) Currency() string {
	if r.facts.shared || r.facts.mayShare {
		return ""
	}
	return r.facts.balanceIn
}
