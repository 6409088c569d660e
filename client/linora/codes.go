package linora

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// longestCode bounds what is believed of a code's lifetime.
const longestCode = time.Hour

// wireCode is inferred. Documented are the password, an expiration time and the card's id (Linora cards page), but no names, and not
// whether the time is absolute.
type wireCode struct {
	OTP            transport.Bytes  `json:"otp"`
	Code           transport.Bytes  `json:"code"`
	OTPCode        transport.Bytes  `json:"otpCode"`
	ExpiresIn      transport.Amount `json:"expiresIn"` // seconds from now
	ExpiresAt      transport.Time   `json:"expiresAt"`
	ExpirationTime transport.Time   `json:"expirationTime"`
	CardID         transport.ID     `json:"cardId"`
}

func (w wireCode) value() transport.Bytes {
	for _, b := range []transport.Bytes{w.OTP, w.Code, w.OTPCode} {
		if len(b) > 0 {
			return b
		}
	}
	return nil
}

// expiry is when the code ends, by Linora's clock at now.
func (w wireCode) expiry(now time.Time, ttl time.Duration) (at time.Time, assumed bool) {
	latest := now.Add(longestCode)
	for _, at := range []time.Time{w.ExpiresAt.Time, w.ExpirationTime.Time} {
		if at.After(latest) {
			return latest, false
		}
		if !at.IsZero() {
			return at, false
		}
	}
	switch n := w.ExpiresIn.Decimal; {
	case !n.IsPositive():
		return now.Add(ttl), true
	case n.GreaterThan(decimal.NewFromInt(int64(longestCode / time.Second))):
		return latest, false
	default:
		return now.Add(time.Duration(max(1, n.IntPart())) * time.Second), false
	}
}

// Codes asks for the card's current code. 404 and an empty code mean that there is none, inferred.
func (d *Driver) Codes(ctx context.Context, cardID string) ([]client.Code, error) {
	const op = "read codes"
	var wire wireCode
	err := d.get(ctx, op, "otp", cardID, &wire)
	if transport.NoPage(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	value := wire.value()
	if got := string(wire.CardID); got != "" && got != cardID {
		clear(value)
		return nil, d.garbage(op, "the answer is about another card")
	}
	if len(value) == 0 {
		return nil, nil
	}
	now := d.api.Now()
	until, assumed := wire.expiry(now, d.options.OTPTTL)
	sighting := d.seen.See(cardID, value, now, until)
	return []client.Code{{
		Profile:       d.options.Profile,
		CardID:        cardID,
		ID:            sighting.ID,
		Type:          client.CodeOTP,
		Value:         d.field(client.FieldCode, value),
		ReceivedAt:    sighting.First,
		ExpiresAt:     sighting.Until,
		ExpiryAssumed: assumed,
	}}, nil
}
