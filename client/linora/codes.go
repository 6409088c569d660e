package linora

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireCode is inferred. Documented are the password, an expiration time and the card's id (Linora cards page), but no names, and not
// whether the time is absolute.
type wireCode struct {
	OTP            transport.Bytes    `json:"otp"`
	Code           transport.Bytes    `json:"code"`
	OTPCode        transport.Bytes    `json:"otpCode"`
	CardID         transport.ID       `json:"cardId"`
	ExpiresIn      transport.Lifetime `json:"expiresIn"`
	ExpiresAt      moment             `json:"expiresAt"`
	ExpirationTime moment             `json:"expirationTime"`
}

func (w wireCode) value() transport.Bytes {
	for _, b := range []transport.Bytes{w.OTP, w.Code, w.OTPCode} {
		if len(b) > 0 {
			return b
		}
	}
	return nil
}

// moment is an expiration time, absolute or from now: the documents do not say. What cannot be read is not given.
type moment struct {
	at time.Time
	in transport.Lifetime
}

// fewSeconds is the number from which on it counts from 1970: ten days of seconds, or the twelfth of January of that year.
var fewSeconds = decimal.NewFromInt(1_000_000)

// UnmarshalJSON refuses nothing: a code is worth showing even if it is not known how long it lives.
func (m *moment) UnmarshalJSON(data []byte) error {
	*m = moment{}
	var number transport.Amount
	var at transport.Time
	switch {
	case number.UnmarshalJSON(data) == nil && number.Set && number.Decimal.LessThan(fewSeconds):
		m.in = transport.LifetimeOf(number.Decimal)
	case at.UnmarshalJSON(data) == nil:
		m.at = at.Time
	}
	return nil
}

// expiry is when the code ends, by Linora's clock at now. It is over where Linora says that nothing is left of it.
func (w wireCode) expiry(now time.Time, ttl time.Duration) (at time.Time, assumed, over bool) {
	latest := now.Add(transport.LongestLife)
	for _, m := range []moment{w.ExpiresAt, w.ExpirationTime} {
		switch {
		case m.in.Left > 0: // zero and less are a way to say "none" where a time is expected
			return now.Add(m.in.Left), false, false
		case m.at.After(latest):
			return latest, false, false
		case !m.at.IsZero():
			return m.at, false, false
		}
	}
	switch left := w.ExpiresIn; {
	case !left.Given:
		return now.Add(ttl), true, false
	case left.Left == 0:
		return now, false, true
	default:
		return now.Add(left.Left), false, false
	}
}

// Codes asks for the card's current code. 404, an empty code and an empty list mean that there is none, inferred.
func (d *Driver) Codes(ctx context.Context, cardID string) ([]client.Code, error) {
	const op = "read codes"
	var answer transport.OrNone[wireCode]
	err := d.get(ctx, op, "otp", cardID, &answer)
	if transport.NoPage(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	wire := answer.Value
	value := wire.value()
	if got := string(wire.CardID); got != "" && got != cardID {
		clear(value)
		return nil, d.garbage(op, "the answer is about another card")
	}
	if len(value) == 0 {
		return nil, nil
	}
	now := d.api.Now()
	until, assumed, over := wire.expiry(now, d.options.OTPTTL)
	if over {
		clear(value)
		return nil, nil
	}
	sighting := d.seen.See(cardID, value, now, until)
	return []client.Code{{
		Profile:       d.options.Profile,
		CardID:        cardID,
		ID:            sighting.ID,
		Type:          client.CodeOTP,
		Value:         d.field(client.FieldCode, value),
		ReceivedAt:    sighting.First,
		TimeAssumed:   assumed,
		Seen:          sighting.First,
		ExpiresAt:     sighting.Until,
		ExpiryAssumed: assumed,
	}}, nil
}
