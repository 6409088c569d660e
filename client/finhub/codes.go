package finhub

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/transport"
)

const (
	// askedBack is how far back codes are asked for: one whose own expiry is later than usual is good until then.
	askedBack = 24 * time.Hour
	// recent is how long a code that is over is still shown.
	recent = 30 * time.Minute
	// mostCodePages bounds the pages of one question for codes, for a FinHub that does not keep to startTime.
	mostCodePages = 5
)

// wireCode is a 3DS record. expirationTime is documented for every record, but the platform under FinHub fills it for auth_url only.
type wireCode struct {
	CardNo          transport.ID    `json:"cardNo" read:"card"`
	CardID          transport.ID    `json:"cardId" read:"card"`
	TradeNo         transport.ID    `json:"tradeNo"`
	OriginTradeNo   transport.ID    `json:"originTradeNo"`
	Currency        string          `json:"currency"`
	Amount          looseAmount     `json:"amount"`
	MerchantName    string          `json:"merchantName"`
	Values          transport.Bytes `json:"values" read:"value"` // one sealed value, despite the name
	Type            string          `json:"type"`
	Description     string          `json:"description"`
	TransactionTime looseTime       `json:"transactionTime"`
	ExpirationTime  looseTime       `json:"expirationTime"`
}

// looseAmount is an amount that nothing depends on.
type looseAmount = transport.Loose[transport.Amount]

// AllCodes reads the codes of all cards that are still good or from the last half hour, newest first.
func (d *Driver) AllCodes(ctx context.Context) ([]client.Code, error) { return d.Codes(ctx, "") }

// Codes reads the codes of one card, or of all where its id is empty, that are still good or from the last half hour, newest first.
func (d *Driver) Codes(ctx context.Context, cardID string) ([]client.Code, error) {
	const op = "read codes"
	var since time.Time
	ask := func(ctx context.Context, num, size int) (p page[wireCode], err error) {
		body := map[string]any{"pageNum": num, "pageSize": size, "startTime": since.UnixMilli()}
		if cardID != "" {
			body["cardNo"] = cardID
		}
		return readPage[wireCode](ctx, d, op, "card/3ds/transaction", body)
	}
	var first page[wireCode]
	var size int
	for again := true; again; {
		offset := d.api.ClockOffset()
		since = d.api.Now().Add(-max(askedBack, d.options.OTPTTL))
		var err error
		if first, size, err = firstPage(ctx, d, ask); err != nil {
			return nil, err
		}
		// The first answer of all tells how far this machine's clock is off. If it is off by far, the question was for another day and is asked
		// again.
		again = offset == 0 && d.api.ClockOffset().Abs() > time.Minute
	}
	if len(first.Records) == 0 && first.says() > 0 {
		return nil, d.api.Garbage(op, "the list says that it has entries, and none came")
	}
	records, last := first.Records, first
	pages := codePages(first, size)
	// Where the total is wrong, full pages say that there is more.
	for num := 2; len(pages) > 0 || len(last.Records) >= size && num <= mostCodePages; num++ {
		if len(pages) > 0 {
			num, pages = pages[0], pages[1:]
		}
		var err error
		if last, err = ask(ctx, num, size); err != nil {
			return nil, err
		}
		last.Records.From((num - 1) * size)
		records = append(records, last.Records...)
	}
	now := d.api.Now()
	odd := client.OddRecords{Profile: d.options.Profile, Op: op}
	wires := make([]wireCode, 0, len(records))
	for _, r := range records {
		at := r.Value.TransactionTime.Value
		if cardID == "" && r.Odd == "" && cmp.Or(r.Value.CardNo, r.Value.CardID) == "" && len(r.Value.Values) > 0 {
			r.Odd = "card" // a code is shown with its card
		}
		if r.Odd != "" && (at.IsZero() || !at.Before(now.Add(-recent)) || r.Value.ExpirationTime.Value.After(now)) {
			odd.Add("code", string(r.Value.TradeNo), r.Place, r.Odd)
		}
		wires = append(wires, r.Value)
	}
	codes := []client.Code{}
	for _, code := range d.tell(wires, cardID, now) {
		if !code.Live(now) && code.ReceivedAt.Before(now.Add(-recent)) {
			code.Value.Wipe()
			continue
		}
		codes = append(codes, code)
	}
	client.SortCodes(codes)
	return codes, odd.Err()
}

// tell makes codes of the records of one answer, those of one card where cardID is not empty. It takes ownership of their values.
func (d *Driver) tell(records []wireCode, cardID string, now time.Time) []client.Code {
	if newestFirst(records) {
		records = slices.Clone(records)
		slices.Reverse(records)
	}
	var wanted []wireCode
	var known []transport.CodeRecord
	for _, record := range records {
		card := cmp.Or(string(cmp.Or(record.CardNo, record.CardID)), cardID)
		if card == "" || cardID != "" && card != cardID || len(record.Values) == 0 {
			clear(record.Values) // of a link that came as it is
			continue
		}
		record.CardNo = transport.ID(card)
		wanted = append(wanted, record)
		known = append(known, transport.CodeRecord{CardID: card, Identity: record.identity(), Value: record.Values})
	}
	var codes []client.Code
	for i, sighting := range d.seen.See(known, now) {
		if sighting.Twice {
			clear(wanted[i].Values)
			continue
		}
		codes = append(codes, d.code(wanted[i], sighting, now))
	}
	return codes
}

// newestFirst reports whether records run backwards in time, as far as can be told. Their order is not documented; lists of records mostly
// do.
func newestFirst(records []wireCode) bool {
	n := len(records)
	return n > 0 && !records[0].TransactionTime.Value.Before(records[n-1].TransactionTime.Value.Time)
}

// codePages lists the pages after the first that are worth asking for. The order of records is not documented: where the first page
// runs backwards in time the next pages hold the newest of the rest, else the last ones do.
func codePages(first page[wireCode], size int) []int {
	n := len(first.Records)
	if n == 0 {
		return nil
	}
	last := (first.total() + size - 1) / size
	from, to := 2, last
	if last > mostCodePages {
		from, to = last-mostCodePages+2, last
		if first.Records[0].Value.TransactionTime.Value.After(first.Records[n-1].Value.TransactionTime.Value.Time) {
			from, to = 2, mostCodePages
		}
	}
	var pages []int
	for num := from; num <= to; num++ {
		pages = append(pages, num)
	}
	return pages
}

// word is the type, in FinHub's own spelling.
func (w wireCode) word() string { return strings.ToLower(cmp.Or(w.Type, string(client.CodeOTP))) }

// identity is what tells the record from others, beside its card and its value.
func (w wireCode) identity() string {
	return fmt.Sprintf("%s-%s-%d", w.TradeNo, w.word(), max(0, w.TransactionTime.Value.UnixMilli()))
}

// ahead is how far a record's time may be ahead of FinHub's clock.
const ahead = 2 * time.Minute

func (d *Driver) code(w wireCode, sighting transport.CodeSighting, now time.Time) client.Code {
	code := client.Code{
		Profile:    d.options.Profile,
		CardID:     string(w.CardNo),
		ID:         sighting.ID,
		Type:       client.CodeType(w.word()),
		Merchant:   w.MerchantName,
		Amount:     w.Amount.Value.Money(w.Currency),
		Value:      d.codeValue(w),
		ReceivedAt: w.TransactionTime.Value.Time,
		Seen:       sighting.First,
		ExpiresAt:  w.ExpirationTime.Value.Time,
	}
	// Two kinds of times do not tell when this value was made: a time in the future, and the time of a record whose value was replaced
	// since.
	if at := code.ReceivedAt; at.IsZero() || at.After(now.Add(ahead)) || sighting.Replaced && at.Before(sighting.First) {
		code.ReceivedAt, code.TimeAssumed = sighting.First, true
	}
	own := code.ExpiresAt
	switch {
	case own.IsZero() || sighting.Replaced && !own.After(sighting.First):
		code.ExpiresAt, code.ExpiryAssumed = code.ReceivedAt.Add(d.options.OTPTTL), true
	case code.TimeAssumed && !sighting.Replaced && own.Add(-d.options.OTPTTL).Before(code.ReceivedAt):
		code.ReceivedAt = own.Add(-d.options.OTPTTL)
	}
	return code
}

func (d *Driver) codeValue(w wireCode) client.Field {
	if strings.EqualFold(w.Type, string(client.CodeAuthURL)) {
		return d.link(w.Values)
	}
	return d.sealed(client.FieldCode, w.Values)
}
