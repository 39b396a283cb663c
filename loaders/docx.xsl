<?xml version="1.0" encoding="UTF-8"?>
<!-- What of a Word document is a line, a table, a row, a cell: written as one text in which a mark stands
     before or after each. The marks are private-use characters; the reader takes them out of the document
     beforehand, and what was deleted and how things are formatted too.
       line feed: a line ends   E001 a table begins   E002 it ends   E003 a row begins   E004 a cell begins
       E005 before and after its gridSpan, where it has one
       E006 before these: it is merged with cells below it   E007 with the one above it -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <xsl:output method="text" encoding="UTF-8"/>
  <!-- What is asked of every cell and paragraph is asked by templates: an expression costs more than all
       the templates that a cell passes through. -->

  <!-- Of all text only that of w:t is read; controls, insertions and the like are seen through. -->
  <xsl:template match="text()"/>
  <xsl:template match="w:t"><xsl:apply-templates mode="shown"/></xsl:template>
  <xsl:template mode="shown" match="*"/>
  <xsl:template match="w:pPr | w:rPr | w:sectPr | w:tblPr"/>
  <xsl:template mode="table" match="w:pPr | w:rPr | w:sectPr | w:tblPr"/>
  <xsl:template match="w:tab"><xsl:text>&#9;</xsl:text></xsl:template>
  <xsl:template match="w:br | w:cr"><xsl:text>&#10;</xsl:text></xsl:template>
  <xsl:template match="w:noBreakHyphen">-</xsl:template>

  <xsl:template match="w:p">
    <xsl:text>&#10;</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>&#10;</xsl:text>
    <xsl:apply-templates mode="box"/>
  </xsl:template>

  <!-- A text box follows the paragraph that it is anchored in. -->
  <xsl:template match="w:p//w:txbxContent"/>
  <xsl:template mode="box" match="text() | w:p | w:t | w:pPr | w:rPr | w:sectPr | w:tblPr"/>
  <xsl:template mode="box" match="w:txbxContent"><xsl:apply-templates/></xsl:template>

  <!-- A table that holds other tables lays the page out: it is no table of its own. -->
  <xsl:template match="w:tbl[not(descendant::w:tbl)]">
    <xsl:text>&#xE001;</xsl:text>
    <xsl:apply-templates mode="table"/>
    <xsl:text>&#xE002;</xsl:text>
  </xsl:template>
  <xsl:template mode="table" match="text()"/>
  <xsl:template mode="table" match="w:tr">
    <xsl:text>&#xE003;</xsl:text>
    <!-- What a row leaves free at its start is a blank cell. -->
    <xsl:for-each select="w:trPr/w:gridBefore[not(@w:val = 0)]">
      <xsl:text>&#xE004;&#xE005;</xsl:text>
      <xsl:value-of select="@w:val"/>
      <xsl:text>&#xE005;</xsl:text>
    </xsl:for-each>
    <xsl:apply-templates mode="table"/>
  </xsl:template>
  <xsl:template mode="table" match="w:tc">
    <xsl:text>&#xE004;</xsl:text>
    <xsl:apply-templates mode="merged"/>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="w:tcPr"/>
  <xsl:template mode="merged" match="* | text()"/>
  <xsl:template mode="merged" match="w:tcPr">
    <xsl:if test="w:vMerge">
      <xsl:choose>
        <xsl:when test="w:vMerge/@w:val = 'restart'">&#xE006;</xsl:when>
        <xsl:otherwise>&#xE007;</xsl:otherwise>
      </xsl:choose>
    </xsl:if>
    <xsl:if test="w:gridSpan">
      <xsl:text>&#xE005;</xsl:text>
      <xsl:value-of select="w:gridSpan/@w:val"/>
      <xsl:text>&#xE005;</xsl:text>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
