// Package words tells people what issuers say: times, and the statuses and types of cards, records, deposits and holders, in words that
// are the same for all issuers. It also reads the dates that people type. The screen and the commands' tables use them. JSON and CSV have
// one name for each status, with the issuer's own word beside it. A word that an issuer does not document is told as it came; it is never
// taken for a good outcome. None of these words is made safe to draw.
package words
