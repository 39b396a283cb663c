<?xml version="1.0" encoding="UTF-8"?>
<!-- What of a page is a line, a table, a row, a cell: written as one text in which a mark stands before or
     after each. The marks are private-use characters; the reader takes them out of the page beforehand.
       E000 a line ends   E001 a table begins   E002 it ends   E003 a row begins   E004 a cell begins
       E005 before, between and after its colspan and rowspan, where it has one
       E006 text of a table that stands in no cell   E007 around preformatted text -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:strip-space elements="table thead tbody tfoot tr"/>

  <xsl:template match="comment() | processing-instruction()"/>
  <xsl:template match="head | title | script | style | template | noscript"/>

  <xsl:template match="address | article | aside | blockquote | body | caption | center | dd | details
                       | dialog | dir | div | dl | dt | fieldset | figcaption | figure | footer | form
                       | h1 | h2 | h3 | h4 | h5 | h6 | header | hgroup | hr | html | legend | li | main
                       | menu | nav | ol | optgroup | option | p | section | select | summary | table
                       | tbody | td | tfoot | th | thead | tr | ul">
    <xsl:text>&#xE000;</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>&#xE000;</xsl:text>
  </xsl:template>
  <!-- A raised or lowered figure, or one struck out, is no digit of the number beside it. -->
  <xsl:variable name="digits" select="'0123456789０１２３４５６７８９'"/>
  <xsl:template match="sup | sub | rt">
    <xsl:if test="translate(., $digits, '') != string(.)">^</xsl:if>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="s | strike | del">
    <xsl:variable name="mark"><xsl:if test="translate(., $digits, '') != string(.)">~</xsl:if></xsl:variable>
    <xsl:value-of select="$mark"/>
    <xsl:apply-templates/>
    <xsl:value-of select="$mark"/>
  </xsl:template>

  <xsl:template match="br">&#xE000;</xsl:template>
  <xsl:template match="pre">
    <xsl:text>&#xE007;</xsl:text>
    <xsl:value-of select="."/>
    <xsl:text>&#xE007;</xsl:text>
  </xsl:template>

  <!-- A table that holds other tables lays the page out: it is no table of its own. -->
  <xsl:template match="table[not(descendant::table)]" priority="2">
    <xsl:text>&#xE000;&#xE001;</xsl:text>
    <xsl:apply-templates mode="table"/>
    <xsl:text>&#xE002;</xsl:text>
  </xsl:template>

  <xsl:template mode="table" match="comment() | processing-instruction()"/>
  <xsl:template mode="table" match="text()">
    <xsl:if test="normalize-space()">&#xE006;<xsl:value-of select="."/></xsl:if>
  </xsl:template>
  <xsl:template mode="table" match="tbody | thead | tfoot">
    <xsl:apply-templates mode="table"/>
  </xsl:template>
  <xsl:template mode="table" match="tr">
    <xsl:text>&#xE003;</xsl:text>
    <xsl:apply-templates mode="table"/>
  </xsl:template>
  <xsl:template mode="table" match="tr/td | tr/th" name="cell">
    <xsl:text>&#xE004;</xsl:text>
    <xsl:if test="@colspan or @rowspan">
      <xsl:text>&#xE005;</xsl:text>
      <xsl:value-of select="@colspan"/>
      <xsl:text>&#xE005;</xsl:text>
      <xsl:value-of select="@rowspan"/>
      <xsl:text>&#xE005;</xsl:text>
    </xsl:if>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template mode="table" match="td | th">
    <!-- A cell outside any row opens one. -->
    <xsl:if test="not(preceding-sibling::*[1][self::td or self::th])
                  and generate-id(ancestor::tr[1]/ancestor::table[1]) != generate-id(ancestor::table[1])">
      <xsl:text>&#xE003;</xsl:text>
    </xsl:if>
    <xsl:call-template name="cell"/>
  </xsl:template>
  <!-- Old pages put forms around rows and cells. -->
  <xsl:template mode="table" match="*">
    <xsl:choose>
      <xsl:when test="descendant::td or descendant::th or descendant::tr">
        <xsl:apply-templates mode="table"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>&#xE006;</xsl:text>
        <xsl:apply-templates select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
