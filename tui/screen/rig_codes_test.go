package screen

import (
	"time"

	"cardwallet/client"
)

// code is one that arrived age ago by the issuer's clock and lives for ttl in all.
func (r *rig) code(id, value string, age, ttl time.Duration) client.Code {
	received := r.env.Codes.Now("fin", time.Now()).Add(-age)
	return client.Code{
		Profile: "fin", CardID: adsCard().ID, ID: id, Type: client.CodeOTP, Merchant: "Amazon", Amount: usd("25"),
		Value: r.issuer.vault.sealed(client.FieldCode, value), ReceivedAt: received, ExpiresAt: received.Add(ttl),
	}
}

// taxi is a code of the other account, by that issuer's clock.
func (r *rig) taxi(id, value string, age, ttl time.Duration) client.Code {
	c := r.code(id, value, 0, ttl)
	c.Profile, c.CardID, c.Merchant, c.Amount = "ads", "tx77", "City Cabs", client.Money{}
	c.ReceivedAt = r.env.Codes.Now("ads", time.Now()).Add(-age)
	c.ExpiresAt = c.ReceivedAt.Add(ttl)
	return c
}

// arrive puts codes into the book, as the root does.
func (r *rig) arrive(codes ...client.Code) {
	r.env.Codes.Codes = append(codes, r.env.Codes.Codes...)
	client.SortCodes(r.env.Codes.Codes)
	r.env.Codes.Asked["fin"] = time.Now()
	r.take(CodesMsg{})
	r.settle()
}

// resend puts another value in the place of one in the book, as the root does with what an issuer shows now.
func (r *rig) resend(c client.Code, sealed string) client.Code {
	for i := range r.env.Codes.Codes {
		if have := &r.env.Codes.Codes[i]; have.Key() == c.Key() {
			have.Value = client.SealedField(client.FieldCode, "sealed:"+sealed, r.issuer.vault)
			c = *have
		}
	}
	r.take(CodesMsg{})
	r.settle()
	return c
}

func audited(r *rig) (shown, failed int) {
	for _, m := range got[AuditMsg](r) {
		if m.Entry.Outcome == client.AuditFailed {
			failed++
		} else {
			shown++
		}
	}
	return shown, failed
}
