package finhub

import (
	"cmp"
	"context"
	"fmt"
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
	CardNo          transport.ID     `json:"cardNo"`
	CardID          transport.ID     `json:"cardId"`
	TradeNo         transport.ID     `json:"tradeNo"`
	OriginTradeNo   transport.ID     `json:"originTradeNo"`
	Currency        string           `json:"currency"`
	Amount          transport.Amount `json:"amount"`
	MerchantName    string           `json:"merchantName"`
	Values          transport.Bytes  `json:"values"` // one sealed value, despite the name
	Type            string           `json:"type"`
	Description     string           `json:"description"`
	TransactionTime transport.Time   `json:"transactionTime"`
	ExpirationTime  transport.Time   `json:"expirationTime"`
}

// Codes reads the codes of one card that are still good or from the last half hour, newest first.
func (d *Driver) Codes(ctx context.Context, cardID string) ([]client.Code, error) {
	return d.codes(ctx, cardID)
}

// AllCodes reads the codes of all cards that are still good or from the last half hour, newest first.
func (d *Driver) AllCodes(ctx context.Context) ([]client.Code, error) { return d.codes(ctx, "") }

func (d *Driver) codes(ctx context.Context, cardID string) ([]client.Code, error) {
	const op = "read codes"
	var since time.Time
	ask := func(ctx context.Context, num, size int) (p page[wireCode], err error) {
		body := map[string]any{"pageNum": num, "pageSize": size, "startTime": since.UnixMilli()}
		if cardID != "" {
			body["cardNo"] = cardID
		}
		err = d.read(ctx, op, "card/3ds/transaction", body, &p)
		return p, err
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
		// The first answer of all tells how far this machine's clock is off: then the question was for another day.
		again = offset == 0 && d.api.ClockOffset().Abs() > time.Minute
	}
	records := first.Records
	for _, num := range codePages(first, size) {
		p, err := ask(ctx, num, size)
		if err != nil {
			return nil, err
		}
		records = append(records, p.Records...)
	}
	now := d.api.Now()
	codes := make([]client.Code, 0, len(records))
	seen := map[string]bool{}
	for _, record := range records {
		code := d.code(record)
		if code.CardID == "" {
			code.CardID = cardID
		}
		wanted := code.CardID != "" && (cardID == "" || code.CardID == cardID)
		shown := code.Live(now) || !code.ReceivedAt.Before(now.Add(-recent))
		if !wanted || !shown || !code.Value.Present() || seen[code.Key()] {
			clear(record.Values) // of a link that came as it is
			continue
		}
		seen[code.Key()] = true
		codes = append(codes, code)
	}
	client.SortCodes(codes)
	return codes, nil
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
		if first.Records[0].TransactionTime.After(first.Records[n-1].TransactionTime.Time) {
			from, to = 2, mostCodePages
		}
	}
	var pages []int
	for num := from; num <= to; num++ {
		pages = append(pages, num)
	}
	return pages
}

func (d *Driver) code(w wireCode) client.Code {
	word := strings.ToLower(cmp.Or(w.Type, string(client.CodeOTP)))
	code := client.Code{
		Profile:    d.options.Profile,
		CardID:     string(cmp.Or(w.CardNo, w.CardID)),
		ID:         fmt.Sprintf("%s-%s-%d", w.TradeNo, word, w.TransactionTime.UnixMilli()),
		Type:       client.CodeType(word),
		Merchant:   w.MerchantName,
		Amount:     w.Amount.Money(w.Currency),
		ReceivedAt: w.TransactionTime.Time,
		ExpiresAt:  w.ExpirationTime.Time,
	}
	switch {
	case code.ExpiresAt.IsZero():
		code.ExpiresAt, code.ExpiryAssumed = code.ReceivedAt.Add(d.options.OTPTTL), true
	case code.ReceivedAt.IsZero():
		code.ReceivedAt = code.ExpiresAt.Add(-d.options.OTPTTL)
	}
	code.Value = d.codeValue(w)
	return code
}

func (d *Driver) codeValue(w wireCode) client.Field {
	if strings.EqualFold(w.Type, string(client.CodeAuthURL)) {
		return d.link(w.Values)
	}
	return d.sealed(client.FieldCode, string(w.Values))
}
