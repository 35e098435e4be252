; ModuleID = "winograd"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_4x1x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", i64 %"bj") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %"acc2_0" = alloca <8 x float>
  %"acc3_0" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  %entry.4 = alloca ptr
  %entry.5 = alloca ptr
  %entry.6 = alloca ptr
  %entry.7 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 31
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 32
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 95
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = getelementptr i8, ptr %tile.body.6, i64 96
  call void @"llvm.prefetch.p0"(ptr %tile.body.12, i32 0, i32 3, i32 1)
  %tile.body.13 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.13, i32 0, i32 3, i32 1)
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc3_0"
  store ptr %tile.body.2, ptr %entry.2
  store ptr %tile.body.4, ptr %entry.3
  %tile.body.14 = icmp slt i64 0, %"n"
  br i1 %tile.body.14, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = load ptr, ptr %entry.2
  %n.body.2 = load ptr, ptr %entry.3
  store ptr %n.body.1, ptr %entry.4
  store ptr %n.body.2, ptr %entry.5
  %n.body.3 = icmp slt i64 0, %"p"
  br i1 %n.body.3, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = load ptr, ptr %entry.4
  %p.body.2 = load ptr, ptr %entry.5
  store ptr %p.body.1, ptr %entry.6
  store ptr %p.body.2, ptr %entry.7
  %p.body.3 = icmp slt i64 0, %"q"
  br i1 %p.body.3, label %"q.body", label %"q.done"
p.done:
  %p.done.1 = getelementptr i8, ptr %n.body.1, i64 %"an"
  store ptr %p.done.1, ptr %entry.2
  %p.done.2 = getelementptr i8, ptr %n.body.2, i64 %"bn"
  store ptr %p.done.2, ptr %entry.3
  %"n.next" = add i64 %"n.1", 1
  %p.done.3 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.3, label %"n.body", label %"n.done"
q.body:
  %"q.1" = phi  i64 [0, %"p.body"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.6
  %q.body.2 = load ptr, ptr %entry.7
  %q.body.3 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.4 = load float, ptr %q.body.1, align 1
  %q.body.5 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.4, i32 0
  %q.body.6 = shufflevector <8 x float> %q.body.5, <8 x float> %q.body.5, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.7 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.8 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.6, <8 x float> %q.body.3, <8 x float> %q.body.7)
  store <8 x float> %q.body.8, <8 x float>* %"acc0_0"
  %q.body.9 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.10 = load float, ptr %q.body.9, align 1
  %q.body.11 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.10, i32 0
  %q.body.12 = shufflevector <8 x float> %q.body.11, <8 x float> %q.body.11, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.13 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.12, <8 x float> %q.body.3, <8 x float> %q.body.13)
  store <8 x float> %q.body.14, <8 x float>* %"acc1_0"
  %q.body.15 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.16 = load float, ptr %q.body.15, align 1
  %q.body.17 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.16, i32 0
  %q.body.18 = shufflevector <8 x float> %q.body.17, <8 x float> %q.body.17, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.19 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.20 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.18, <8 x float> %q.body.3, <8 x float> %q.body.19)
  store <8 x float> %q.body.20, <8 x float>* %"acc2_0"
  %q.body.21 = getelementptr i8, ptr %q.body.1, i64 12
  %q.body.22 = load float, ptr %q.body.21, align 1
  %q.body.23 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.22, i32 0
  %q.body.24 = shufflevector <8 x float> %q.body.23, <8 x float> %q.body.23, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.25 = load <8 x float>, <8 x float>* %"acc3_0"
  %q.body.26 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.24, <8 x float> %q.body.3, <8 x float> %q.body.25)
  store <8 x float> %q.body.26, <8 x float>* %"acc3_0"
  %q.body.27 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.27, ptr %entry.6
  %q.body.28 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.28, ptr %entry.7
  %"q.next" = add i64 %"q.1", 1
  %q.body.29 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.29, label %"q.body", label %"q.done"
q.done:
  %q.done.1 = getelementptr i8, ptr %p.body.1, i64 %"ap"
  store ptr %q.done.1, ptr %entry.4
  %q.done.2 = getelementptr i8, ptr %p.body.2, i64 %"bp"
  store ptr %q.done.2, ptr %entry.5
  %"p.next" = add i64 %"p.1", 1
  %q.done.3 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.3, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.if.7 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.if.6, ptr %n.done.if.7, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.6 = load <8 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <8 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.11 = load <8 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <8 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  %n.done.else.14 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.else.15 = getelementptr i8, ptr %tile.body.6, i64 96
  %n.done.else.16 = load <8 x float>, ptr %n.done.else.15, align 1
  %n.done.else.17 = fadd <8 x float> %n.done.else.16, %n.done.else.14
  %n.done.else.18 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.else.17, ptr %n.done.else.18, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define internal void @"transform_x"(ptr %"source", ptr %"panel", i64 %"tiles", i64 %"vectors", i64 %"next_vector", i64 %"last", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"sh", i64 %"sw", i64 %"next_panel", i64 %"next_product") noinline nounwind
{
entry:
  %"square" = alloca [16 x <8 x float>]
  %entry.1 = icmp sle i64 %"h0", 0
  %entry.2 = icmp sge i64 %"h1", 4
  %entry.3 = and i1 %entry.1, %entry.2
  %entry.4 = icmp slt i64 0, %"vectors"
  br i1 %entry.4, label %"vector.body", label %"vector.done"
vector.body:
  %"vector" = phi  i64 [0, %"entry"], [%tile.done.1, %"tile.done"]
  %vector.body.1 = icmp slt i64 0, %"tiles"
  br i1 %vector.body.1, label %"tile.body", label %"tile.done"
vector.done:
  ret void
tile.body:
  %"tile" = phi  i64 [0, %"vector.body"], [%i.done.1, %"i.done"]
  %tile.body.1 = mul i64 %"vector", %"next_vector"
  %tile.body.2 = icmp slt i64 %tile.body.1, %"last"
  %tile.body.3 = select  i1 %tile.body.2, i64 %tile.body.1, i64 %"last"
  %tile.body.4 = getelementptr i8, ptr %"source", i64 %tile.body.3
  %tile.body.5 = mul i64 %"vector", %"next_panel"
  %tile.body.6 = mul i64 %"tile", 32
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %"panel", i64 %tile.body.7
  %tile.body.9 = icmp slt i64 0, 4
  br i1 %tile.body.9, label %"j.body", label %"j.done"
tile.done:
  %"vector.next" = add i64 %"vector", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"vectors"
  br i1 %tile.done.2, label %"vector.body", label %"vector.done"
j.body:
  %"j" = phi  i64 [0, %"tile.body"], [%j.body.endif.1, %"j.body.endif"]
  %j.body.1 = mul i64 %"tile", 2
  %j.body.2 = add i64 %j.body.1, %"j"
  %j.body.3 = icmp sge i64 %j.body.2, %"w0"
  %j.body.4 = icmp slt i64 %j.body.2, %"w1"
  %j.body.5 = and i1 %j.body.3, %j.body.4
  %j.body.6 = mul i64 %j.body.2, %"sw"
  %j.body.7 = getelementptr i8, ptr %tile.body.4, i64 %j.body.6
  br i1 %j.body.5, label %"j.body.if", label %"j.body.else"
j.done:
  %j.done.1 = mul i64 %"tile", 2
  %j.done.2 = mul i64 %"sh", 2
  %j.done.3 = mul i64 %"sw", %j.done.1
  %j.done.4 = add i64 %j.done.2, %j.done.3
  %j.done.5 = getelementptr i8, ptr %tile.body.4, i64 %j.done.4
  %j.done.6 = icmp slt i64 0, 2
  br i1 %j.done.6, label %"ahead.body", label %"ahead.done"
j.body.if:
  br i1 %entry.3, label %"j.body.if.if", label %"j.body.if.else"
j.body.else:
  %j.body.else.1 = mul i64 %"j", 32
  %j.body.else.2 = getelementptr i8, ptr %"square", i64 %j.body.else.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.2
  %j.body.else.3 = add i64 %"j", 4
  %j.body.else.4 = mul i64 %j.body.else.3, 32
  %j.body.else.5 = getelementptr i8, ptr %"square", i64 %j.body.else.4
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.5
  %j.body.else.6 = add i64 %"j", 8
  %j.body.else.7 = mul i64 %j.body.else.6, 32
  %j.body.else.8 = getelementptr i8, ptr %"square", i64 %j.body.else.7
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.8
  %j.body.else.9 = add i64 %"j", 12
  %j.body.else.10 = mul i64 %j.body.else.9, 32
  %j.body.else.11 = getelementptr i8, ptr %"square", i64 %j.body.else.10
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.11
  br label %"j.body.endif"
j.body.endif:
  %"j.next" = add i64 %"j", 1
  %j.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"j.next", i64 0)
  %j.body.endif.2 = icmp slt i64 %j.body.endif.1, 4
  br i1 %j.body.endif.2, label %"j.body", label %"j.done"
j.body.if.if:
  %j.body.if.if.1 = load <8 x float>, ptr %j.body.7, align 1
  %j.body.if.if.2 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.if.3 = load <8 x float>, ptr %j.body.if.if.2, align 1
  %j.body.if.if.4 = mul i64 %"sh", 2
  %j.body.if.if.5 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.if.4
  %j.body.if.if.6 = load <8 x float>, ptr %j.body.if.if.5, align 1
  %j.body.if.if.7 = mul i64 %"sh", 3
  %j.body.if.if.8 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.if.7
  %j.body.if.if.9 = load <8 x float>, ptr %j.body.if.if.8, align 1
  %j.body.if.if.10 = fsub <8 x float> %j.body.if.if.6, %j.body.if.if.1
  %j.body.if.if.11 = fadd <8 x float> %j.body.if.if.6, %j.body.if.if.3
  %j.body.if.if.12 = fsub <8 x float> %j.body.if.if.6, %j.body.if.if.3
  %j.body.if.if.13 = fsub <8 x float> %j.body.if.if.9, %j.body.if.if.3
  %j.body.if.if.14 = mul i64 %"j", 32
  %j.body.if.if.15 = getelementptr i8, ptr %"square", i64 %j.body.if.if.14
  store <8 x float> %j.body.if.if.10, ptr %j.body.if.if.15
  %j.body.if.if.16 = add i64 %"j", 4
  %j.body.if.if.17 = mul i64 %j.body.if.if.16, 32
  %j.body.if.if.18 = getelementptr i8, ptr %"square", i64 %j.body.if.if.17
  store <8 x float> %j.body.if.if.11, ptr %j.body.if.if.18
  %j.body.if.if.19 = add i64 %"j", 8
  %j.body.if.if.20 = mul i64 %j.body.if.if.19, 32
  %j.body.if.if.21 = getelementptr i8, ptr %"square", i64 %j.body.if.if.20
  store <8 x float> %j.body.if.if.12, ptr %j.body.if.if.21
  %j.body.if.if.22 = add i64 %"j", 12
  %j.body.if.if.23 = mul i64 %j.body.if.if.22, 32
  %j.body.if.if.24 = getelementptr i8, ptr %"square", i64 %j.body.if.if.23
  store <8 x float> %j.body.if.if.13, ptr %j.body.if.if.24
  br label %"j.body.if.endif"
j.body.if.else:
  %j.body.if.else.1 = icmp sge i64 0, %"h0"
  %j.body.if.else.2 = icmp slt i64 0, %"h1"
  %j.body.if.else.3 = and i1 %j.body.if.else.1, %j.body.if.else.2
  br i1 %j.body.if.else.3, label %"j.body.if.else.if", label %"j.body.if.else.endif"
j.body.if.endif:
  br label %"j.body.endif"
j.body.if.else.if:
  %j.body.if.else.if.1 = load <8 x float>, ptr %j.body.7, align 1
  br label %"j.body.if.else.endif"
j.body.if.else.endif:
  %j.body.if.else.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else"], [%j.body.if.else.if.1, %"j.body.if.else.if"]
  %j.body.if.else.endif.2 = icmp sge i64 1, %"h0"
  %j.body.if.else.endif.3 = icmp slt i64 1, %"h1"
  %j.body.if.else.endif.4 = and i1 %j.body.if.else.endif.2, %j.body.if.else.endif.3
  br i1 %j.body.if.else.endif.4, label %"j.body.if.else.endif.if", label %"j.body.if.else.endif.endif"
j.body.if.else.endif.if:
  %j.body.if.else.endif.if.1 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.else.endif.if.2 = load <8 x float>, ptr %j.body.if.else.endif.if.1, align 1
  br label %"j.body.if.else.endif.endif"
j.body.if.else.endif.endif:
  %j.body.if.else.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif"], [%j.body.if.else.endif.if.2, %"j.body.if.else.endif.if"]
  %j.body.if.else.endif.endif.2 = icmp sge i64 2, %"h0"
  %j.body.if.else.endif.endif.3 = icmp slt i64 2, %"h1"
  %j.body.if.else.endif.endif.4 = and i1 %j.body.if.else.endif.endif.2, %j.body.if.else.endif.endif.3
  br i1 %j.body.if.else.endif.endif.4, label %"j.body.if.else.endif.endif.if", label %"j.body.if.else.endif.endif.endif"
j.body.if.else.endif.endif.if:
  %j.body.if.else.endif.endif.if.1 = mul i64 %"sh", 2
  %j.body.if.else.endif.endif.if.2 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.else.endif.endif.if.1
  %j.body.if.else.endif.endif.if.3 = load <8 x float>, ptr %j.body.if.else.endif.endif.if.2, align 1
  br label %"j.body.if.else.endif.endif.endif"
j.body.if.else.endif.endif.endif:
  %j.body.if.else.endif.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif.endif"], [%j.body.if.else.endif.endif.if.3, %"j.body.if.else.endif.endif.if"]
  %j.body.if.else.endif.endif.endif.2 = icmp sge i64 3, %"h0"
  %j.body.if.else.endif.endif.endif.3 = icmp slt i64 3, %"h1"
  %j.body.if.else.endif.endif.endif.4 = and i1 %j.body.if.else.endif.endif.endif.2, %j.body.if.else.endif.endif.endif.3
  br i1 %j.body.if.else.endif.endif.endif.4, label %"j.body.if.else.endif.endif.endif.if", label %"j.body.if.else.endif.endif.endif.endif"
j.body.if.else.endif.endif.endif.if:
  %j.body.if.else.endif.endif.endif.if.1 = mul i64 %"sh", 3
  %j.body.if.else.endif.endif.endif.if.2 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.else.endif.endif.endif.if.1
  %j.body.if.else.endif.endif.endif.if.3 = load <8 x float>, ptr %j.body.if.else.endif.endif.endif.if.2, align 1
  br label %"j.body.if.else.endif.endif.endif.endif"
j.body.if.else.endif.endif.endif.endif:
  %j.body.if.else.endif.endif.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif.endif.endif"], [%j.body.if.else.endif.endif.endif.if.3, %"j.body.if.else.endif.endif.endif.if"]
  %j.body.if.else.endif.endif.endif.endif.2 = fsub <8 x float> %j.body.if.else.endif.endif.endif.1, %j.body.if.else.endif.1
  %j.body.if.else.endif.endif.endif.endif.3 = fadd <8 x float> %j.body.if.else.endif.endif.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.endif.endif.4 = fsub <8 x float> %j.body.if.else.endif.endif.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.endif.endif.5 = fsub <8 x float> %j.body.if.else.endif.endif.endif.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.endif.endif.6 = mul i64 %"j", 32
  %j.body.if.else.endif.endif.endif.endif.7 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.6
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.2, ptr %j.body.if.else.endif.endif.endif.endif.7
  %j.body.if.else.endif.endif.endif.endif.8 = add i64 %"j", 4
  %j.body.if.else.endif.endif.endif.endif.9 = mul i64 %j.body.if.else.endif.endif.endif.endif.8, 32
  %j.body.if.else.endif.endif.endif.endif.10 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.9
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.3, ptr %j.body.if.else.endif.endif.endif.endif.10
  %j.body.if.else.endif.endif.endif.endif.11 = add i64 %"j", 8
  %j.body.if.else.endif.endif.endif.endif.12 = mul i64 %j.body.if.else.endif.endif.endif.endif.11, 32
  %j.body.if.else.endif.endif.endif.endif.13 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.12
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.4, ptr %j.body.if.else.endif.endif.endif.endif.13
  %j.body.if.else.endif.endif.endif.endif.14 = add i64 %"j", 12
  %j.body.if.else.endif.endif.endif.endif.15 = mul i64 %j.body.if.else.endif.endif.endif.endif.14, 32
  %j.body.if.else.endif.endif.endif.endif.16 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.15
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.5, ptr %j.body.if.else.endif.endif.endif.endif.16
  br label %"j.body.if.endif"
ahead.body:
  %"ahead" = phi  i64 [0, %"j.done"], [%ahead.body.7, %"ahead.body"]
  %ahead.body.1 = mul i64 %"sw", %"ahead"
  %ahead.body.2 = getelementptr i8, ptr %j.done.5, i64 %ahead.body.1
  %ahead.body.3 = mul i64 %"sh", 2
  %ahead.body.4 = getelementptr i8, ptr %ahead.body.2, i64 %ahead.body.3
  call void @"llvm.prefetch.p0"(ptr %ahead.body.4, i32 0, i32 2, i32 1)
  %ahead.body.5 = mul i64 %"sh", 3
  %ahead.body.6 = getelementptr i8, ptr %ahead.body.2, i64 %ahead.body.5
  call void @"llvm.prefetch.p0"(ptr %ahead.body.6, i32 0, i32 2, i32 1)
  %"ahead.next" = add i64 %"ahead", 1
  %ahead.body.7 = call i64 @"llvm.expect.i64"(i64 %"ahead.next", i64 0)
  %ahead.body.8 = icmp slt i64 %ahead.body.7, 2
  br i1 %ahead.body.8, label %"ahead.body", label %"ahead.done"
ahead.done:
  %ahead.done.1 = icmp slt i64 0, 4
  br i1 %ahead.done.1, label %"i.body", label %"i.done"
i.body:
  %"i" = phi  i64 [0, %"ahead.done"], [%i.body.22, %"i.body"]
  %i.body.1 = mul i64 %"i", 128
  %i.body.2 = getelementptr i8, ptr %"square", i64 %i.body.1
  %i.body.3 = load <8 x float>, ptr %i.body.2
  %i.body.4 = getelementptr i8, ptr %i.body.2, i64 32
  %i.body.5 = load <8 x float>, ptr %i.body.4
  %i.body.6 = getelementptr i8, ptr %i.body.2, i64 64
  %i.body.7 = load <8 x float>, ptr %i.body.6
  %i.body.8 = getelementptr i8, ptr %i.body.2, i64 96
  %i.body.9 = load <8 x float>, ptr %i.body.8
  %i.body.10 = mul i64 %"i", 4
  %i.body.11 = mul i64 %i.body.10, %"next_product"
  %i.body.12 = getelementptr i8, ptr %tile.body.8, i64 %i.body.11
  %i.body.13 = fsub <8 x float> %i.body.7, %i.body.3
  %i.body.14 = fadd <8 x float> %i.body.7, %i.body.5
  %i.body.15 = fsub <8 x float> %i.body.7, %i.body.5
  %i.body.16 = fsub <8 x float> %i.body.9, %i.body.5
  store <8 x float> %i.body.13, ptr %i.body.12, align 1
  %i.body.17 = getelementptr i8, ptr %i.body.12, i64 %"next_product"
  store <8 x float> %i.body.14, ptr %i.body.17, align 1
  %i.body.18 = mul i64 %"next_product", 2
  %i.body.19 = getelementptr i8, ptr %i.body.12, i64 %i.body.18
  store <8 x float> %i.body.15, ptr %i.body.19, align 1
  %i.body.20 = mul i64 %"next_product", 3
  %i.body.21 = getelementptr i8, ptr %i.body.12, i64 %i.body.20
  store <8 x float> %i.body.16, ptr %i.body.21, align 1
  %"i.next" = add i64 %"i", 1
  %i.body.22 = call i64 @"llvm.expect.i64"(i64 %"i.next", i64 0)
  %i.body.23 = icmp slt i64 %i.body.22, 4
  br i1 %i.body.23, label %"i.body", label %"i.done"
i.done:
  %"tile.next" = add i64 %"tile", 1
  %i.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %i.done.2 = icmp slt i64 %i.done.1, %"tiles"
  br i1 %i.done.2, label %"tile.body", label %"tile.done"
}

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

define internal void @"transform_dy"(ptr %"source", ptr %"panel", i64 %"tiles", i64 %"vectors", i64 %"next_vector", i64 %"last", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"sh", i64 %"sw", i64 %"next_panel", i64 %"next_product") noinline nounwind
{
entry:
  %"square" = alloca [8 x <8 x float>]
  %entry.1 = icmp sle i64 %"h0", 0
  %entry.2 = icmp sge i64 %"h1", 2
  %entry.3 = and i1 %entry.1, %entry.2
  %entry.4 = icmp slt i64 0, %"vectors"
  br i1 %entry.4, label %"vector.body", label %"vector.done"
vector.body:
  %"vector" = phi  i64 [0, %"entry"], [%tile.done.1, %"tile.done"]
  %vector.body.1 = icmp slt i64 0, %"tiles"
  br i1 %vector.body.1, label %"tile.body", label %"tile.done"
vector.done:
  ret void
tile.body:
  %"tile" = phi  i64 [0, %"vector.body"], [%i.done.1, %"i.done"]
  %tile.body.1 = mul i64 %"vector", %"next_vector"
  %tile.body.2 = icmp slt i64 %tile.body.1, %"last"
  %tile.body.3 = select  i1 %tile.body.2, i64 %tile.body.1, i64 %"last"
  %tile.body.4 = getelementptr i8, ptr %"source", i64 %tile.body.3
  %tile.body.5 = mul i64 %"vector", %"next_panel"
  %tile.body.6 = mul i64 %"tile", 32
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %"panel", i64 %tile.body.7
  %tile.body.9 = icmp slt i64 0, 2
  br i1 %tile.body.9, label %"j.body", label %"j.done"
tile.done:
  %"vector.next" = add i64 %"vector", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"vectors"
  br i1 %tile.done.2, label %"vector.body", label %"vector.done"
j.body:
  %"j" = phi  i64 [0, %"tile.body"], [%j.body.endif.1, %"j.body.endif"]
  %j.body.1 = mul i64 %"tile", 2
  %j.body.2 = add i64 %j.body.1, %"j"
  %j.body.3 = icmp sge i64 %j.body.2, %"w0"
  %j.body.4 = icmp slt i64 %j.body.2, %"w1"
  %j.body.5 = and i1 %j.body.3, %j.body.4
  %j.body.6 = mul i64 %j.body.2, %"sw"
  %j.body.7 = getelementptr i8, ptr %tile.body.4, i64 %j.body.6
  br i1 %j.body.5, label %"j.body.if", label %"j.body.else"
j.done:
  %j.done.1 = mul i64 %"tile", 2
  %j.done.2 = mul i64 %"sh", 2
  %j.done.3 = mul i64 %"sw", %j.done.1
  %j.done.4 = add i64 %j.done.2, %j.done.3
  %j.done.5 = getelementptr i8, ptr %tile.body.4, i64 %j.done.4
  %j.done.6 = icmp slt i64 0, 2
  br i1 %j.done.6, label %"ahead.body", label %"ahead.done"
j.body.if:
  br i1 %entry.3, label %"j.body.if.if", label %"j.body.if.else"
j.body.else:
  %j.body.else.1 = mul i64 %"j", 32
  %j.body.else.2 = getelementptr i8, ptr %"square", i64 %j.body.else.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.2
  %j.body.else.3 = add i64 %"j", 2
  %j.body.else.4 = mul i64 %j.body.else.3, 32
  %j.body.else.5 = getelementptr i8, ptr %"square", i64 %j.body.else.4
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.5
  %j.body.else.6 = add i64 %"j", 4
  %j.body.else.7 = mul i64 %j.body.else.6, 32
  %j.body.else.8 = getelementptr i8, ptr %"square", i64 %j.body.else.7
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.8
  %j.body.else.9 = add i64 %"j", 6
  %j.body.else.10 = mul i64 %j.body.else.9, 32
  %j.body.else.11 = getelementptr i8, ptr %"square", i64 %j.body.else.10
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.11
  br label %"j.body.endif"
j.body.endif:
  %"j.next" = add i64 %"j", 1
  %j.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"j.next", i64 0)
  %j.body.endif.2 = icmp slt i64 %j.body.endif.1, 2
  br i1 %j.body.endif.2, label %"j.body", label %"j.done"
j.body.if.if:
  %j.body.if.if.1 = load <8 x float>, ptr %j.body.7, align 1
  %j.body.if.if.2 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.if.3 = load <8 x float>, ptr %j.body.if.if.2, align 1
  %j.body.if.if.4 = fadd <8 x float> %j.body.if.if.1, %j.body.if.if.3
  %j.body.if.if.5 = fsub <8 x float> %j.body.if.if.1, %j.body.if.if.3
  %j.body.if.if.6 = mul i64 %"j", 32
  %j.body.if.if.7 = getelementptr i8, ptr %"square", i64 %j.body.if.if.6
  store <8 x float> %j.body.if.if.1, ptr %j.body.if.if.7
  %j.body.if.if.8 = add i64 %"j", 2
  %j.body.if.if.9 = mul i64 %j.body.if.if.8, 32
  %j.body.if.if.10 = getelementptr i8, ptr %"square", i64 %j.body.if.if.9
  store <8 x float> %j.body.if.if.4, ptr %j.body.if.if.10
  %j.body.if.if.11 = add i64 %"j", 4
  %j.body.if.if.12 = mul i64 %j.body.if.if.11, 32
  %j.body.if.if.13 = getelementptr i8, ptr %"square", i64 %j.body.if.if.12
  store <8 x float> %j.body.if.if.5, ptr %j.body.if.if.13
  %j.body.if.if.14 = add i64 %"j", 6
  %j.body.if.if.15 = mul i64 %j.body.if.if.14, 32
  %j.body.if.if.16 = getelementptr i8, ptr %"square", i64 %j.body.if.if.15
  store <8 x float> %j.body.if.if.3, ptr %j.body.if.if.16
  br label %"j.body.if.endif"
j.body.if.else:
  %j.body.if.else.1 = icmp sge i64 0, %"h0"
  %j.body.if.else.2 = icmp slt i64 0, %"h1"
  %j.body.if.else.3 = and i1 %j.body.if.else.1, %j.body.if.else.2
  br i1 %j.body.if.else.3, label %"j.body.if.else.if", label %"j.body.if.else.endif"
j.body.if.endif:
  br label %"j.body.endif"
j.body.if.else.if:
  %j.body.if.else.if.1 = load <8 x float>, ptr %j.body.7, align 1
  br label %"j.body.if.else.endif"
j.body.if.else.endif:
  %j.body.if.else.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else"], [%j.body.if.else.if.1, %"j.body.if.else.if"]
  %j.body.if.else.endif.2 = icmp sge i64 1, %"h0"
  %j.body.if.else.endif.3 = icmp slt i64 1, %"h1"
  %j.body.if.else.endif.4 = and i1 %j.body.if.else.endif.2, %j.body.if.else.endif.3
  br i1 %j.body.if.else.endif.4, label %"j.body.if.else.endif.if", label %"j.body.if.else.endif.endif"
j.body.if.else.endif.if:
  %j.body.if.else.endif.if.1 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.else.endif.if.2 = load <8 x float>, ptr %j.body.if.else.endif.if.1, align 1
  br label %"j.body.if.else.endif.endif"
j.body.if.else.endif.endif:
  %j.body.if.else.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif"], [%j.body.if.else.endif.if.2, %"j.body.if.else.endif.if"]
  %j.body.if.else.endif.endif.2 = fadd <8 x float> %j.body.if.else.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.3 = fsub <8 x float> %j.body.if.else.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.4 = mul i64 %"j", 32
  %j.body.if.else.endif.endif.5 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.4
  store <8 x float> %j.body.if.else.endif.1, ptr %j.body.if.else.endif.endif.5
  %j.body.if.else.endif.endif.6 = add i64 %"j", 2
  %j.body.if.else.endif.endif.7 = mul i64 %j.body.if.else.endif.endif.6, 32
  %j.body.if.else.endif.endif.8 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.7
  store <8 x float> %j.body.if.else.endif.endif.2, ptr %j.body.if.else.endif.endif.8
  %j.body.if.else.endif.endif.9 = add i64 %"j", 4
  %j.body.if.else.endif.endif.10 = mul i64 %j.body.if.else.endif.endif.9, 32
  %j.body.if.else.endif.endif.11 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.10
  store <8 x float> %j.body.if.else.endif.endif.3, ptr %j.body.if.else.endif.endif.11
  %j.body.if.else.endif.endif.12 = add i64 %"j", 6
  %j.body.if.else.endif.endif.13 = mul i64 %j.body.if.else.endif.endif.12, 32
  %j.body.if.else.endif.endif.14 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.13
  store <8 x float> %j.body.if.else.endif.endif.1, ptr %j.body.if.else.endif.endif.14
  br label %"j.body.if.endif"
ahead.body:
  %"ahead" = phi  i64 [0, %"j.done"], [%ahead.body.4, %"ahead.body"]
  %ahead.body.1 = mul i64 %"sw", %"ahead"
  %ahead.body.2 = getelementptr i8, ptr %j.done.5, i64 %ahead.body.1
  call void @"llvm.prefetch.p0"(ptr %ahead.body.2, i32 0, i32 2, i32 1)
  %ahead.body.3 = getelementptr i8, ptr %ahead.body.2, i64 %"sh"
  call void @"llvm.prefetch.p0"(ptr %ahead.body.3, i32 0, i32 2, i32 1)
  %"ahead.next" = add i64 %"ahead", 1
  %ahead.body.4 = call i64 @"llvm.expect.i64"(i64 %"ahead.next", i64 0)
  %ahead.body.5 = icmp slt i64 %ahead.body.4, 2
  br i1 %ahead.body.5, label %"ahead.body", label %"ahead.done"
ahead.done:
  %ahead.done.1 = icmp slt i64 0, 4
  br i1 %ahead.done.1, label %"i.body", label %"i.done"
i.body:
  %"i" = phi  i64 [0, %"ahead.done"], [%i.body.16, %"i.body"]
  %i.body.1 = mul i64 %"i", 64
  %i.body.2 = getelementptr i8, ptr %"square", i64 %i.body.1
  %i.body.3 = load <8 x float>, ptr %i.body.2
  %i.body.4 = getelementptr i8, ptr %i.body.2, i64 32
  %i.body.5 = load <8 x float>, ptr %i.body.4
  %i.body.6 = mul i64 %"i", 4
  %i.body.7 = mul i64 %i.body.6, %"next_product"
  %i.body.8 = getelementptr i8, ptr %tile.body.8, i64 %i.body.7
  %i.body.9 = fadd <8 x float> %i.body.3, %i.body.5
  %i.body.10 = fsub <8 x float> %i.body.3, %i.body.5
  store <8 x float> %i.body.3, ptr %i.body.8, align 1
  %i.body.11 = getelementptr i8, ptr %i.body.8, i64 %"next_product"
  store <8 x float> %i.body.9, ptr %i.body.11, align 1
  %i.body.12 = mul i64 %"next_product", 2
  %i.body.13 = getelementptr i8, ptr %i.body.8, i64 %i.body.12
  store <8 x float> %i.body.10, ptr %i.body.13, align 1
  %i.body.14 = mul i64 %"next_product", 3
  %i.body.15 = getelementptr i8, ptr %i.body.8, i64 %i.body.14
  store <8 x float> %i.body.5, ptr %i.body.15, align 1
  %"i.next" = add i64 %"i", 1
  %i.body.16 = call i64 @"llvm.expect.i64"(i64 %"i.next", i64 0)
  %i.body.17 = icmp slt i64 %i.body.16, 4
  br i1 %i.body.17, label %"i.body", label %"i.done"
i.done:
  %"tile.next" = add i64 %"tile", 1
  %i.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %i.done.2 = icmp slt i64 %i.done.1, %"tiles"
  br i1 %i.done.2, label %"tile.body", label %"tile.done"
}

define internal void @"transform_dw"(ptr %"sums", ptr %"dw", i64 %"channels", i64 %"vectors", i64 %"last", i64 %"next_product", i64 %"next_channel") noinline nounwind
{
entry:
  %"square" = alloca [12 x <8 x float>]
  %entry.1 = icmp slt i64 0, %"channels"
  br i1 %entry.1, label %"c.body", label %"c.done"
c.body:
  %"c" = phi  i64 [0, %"entry"], [%vector.done.1, %"vector.done"]
  %c.body.1 = icmp slt i64 0, %"vectors"
  br i1 %c.body.1, label %"vector.body", label %"vector.done"
c.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"c.body"], [%i.done.1, %"i.done"]
  %vector.body.1 = mul i64 %"c", %"next_channel"
  %vector.body.2 = mul i64 %"vector", 32
  %vector.body.3 = add i64 %vector.body.1, %vector.body.2
  %vector.body.4 = getelementptr i8, ptr %"sums", i64 %vector.body.3
  %vector.body.5 = mul i64 %"vector", 8
  %vector.body.6 = icmp slt i64 %vector.body.5, %"last"
  %vector.body.7 = select  i1 %vector.body.6, i64 %vector.body.5, i64 %"last"
  %vector.body.8 = mul i64 %"c", 32
  %vector.body.9 = mul i64 %vector.body.7, 4
  %vector.body.10 = add i64 %vector.body.8, %vector.body.9
  %vector.body.11 = getelementptr i8, ptr %"dw", i64 %vector.body.10
  %vector.body.12 = icmp slt i64 0, 4
  br i1 %vector.body.12, label %"j.body", label %"j.done"
vector.done:
  %"c.next" = add i64 %"c", 1
  %vector.done.1 = call i64 @"llvm.expect.i64"(i64 %"c.next", i64 0)
  %vector.done.2 = icmp slt i64 %vector.done.1, %"channels"
  br i1 %vector.done.2, label %"c.body", label %"c.done"
j.body:
  %"j" = phi  i64 [0, %"vector.body"], [%j.body.28, %"j.body"]
  %j.body.1 = mul i64 %"j", %"next_product"
  %j.body.2 = getelementptr i8, ptr %vector.body.4, i64 %j.body.1
  %j.body.3 = mul i64 %"next_product", 4
  %j.body.4 = load <8 x float>, ptr %j.body.2
  %j.body.5 = getelementptr i8, ptr %j.body.2, i64 %j.body.3
  %j.body.6 = load <8 x float>, ptr %j.body.5
  %j.body.7 = mul i64 %j.body.3, 2
  %j.body.8 = getelementptr i8, ptr %j.body.2, i64 %j.body.7
  %j.body.9 = load <8 x float>, ptr %j.body.8
  %j.body.10 = mul i64 %j.body.3, 3
  %j.body.11 = getelementptr i8, ptr %j.body.2, i64 %j.body.10
  %j.body.12 = load <8 x float>, ptr %j.body.11
  %j.body.13 = fmul <8 x float> %j.body.4, <float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000>
  %j.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.6, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.13)
  %j.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.9, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.14)
  %j.body.16 = fmul <8 x float> %j.body.6, <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>
  %j.body.17 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.9, <8 x float> <float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000>, <8 x float> %j.body.16)
  %j.body.18 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.6, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.12)
  %j.body.19 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.9, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.18)
  %j.body.20 = mul i64 %"j", 32
  %j.body.21 = getelementptr i8, ptr %"square", i64 %j.body.20
  store <8 x float> %j.body.15, ptr %j.body.21
  %j.body.22 = add i64 %"j", 4
  %j.body.23 = mul i64 %j.body.22, 32
  %j.body.24 = getelementptr i8, ptr %"square", i64 %j.body.23
  store <8 x float> %j.body.17, ptr %j.body.24
  %j.body.25 = add i64 %"j", 8
  %j.body.26 = mul i64 %j.body.25, 32
  %j.body.27 = getelementptr i8, ptr %"square", i64 %j.body.26
  store <8 x float> %j.body.19, ptr %j.body.27
  %"j.next" = add i64 %"j", 1
  %j.body.28 = call i64 @"llvm.expect.i64"(i64 %"j.next", i64 0)
  %j.body.29 = icmp slt i64 %j.body.28, 4
  br i1 %j.body.29, label %"j.body", label %"j.done"
j.done:
  %j.done.1 = icmp slt i64 0, 3
  br i1 %j.done.1, label %"i.body", label %"i.done"
i.body:
  %"i" = phi  i64 [0, %"j.done"], [%i.body.25, %"i.body"]
  %i.body.1 = mul i64 %"i", 128
  %i.body.2 = getelementptr i8, ptr %"square", i64 %i.body.1
  %i.body.3 = load <8 x float>, ptr %i.body.2
  %i.body.4 = getelementptr i8, ptr %i.body.2, i64 32
  %i.body.5 = load <8 x float>, ptr %i.body.4
  %i.body.6 = getelementptr i8, ptr %i.body.2, i64 64
  %i.body.7 = load <8 x float>, ptr %i.body.6
  %i.body.8 = getelementptr i8, ptr %i.body.2, i64 96
  %i.body.9 = load <8 x float>, ptr %i.body.8
  %i.body.10 = fmul <8 x float> %i.body.3, <float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000>
  %i.body.11 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.5, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.10)
  %i.body.12 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.7, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.11)
  %i.body.13 = fmul <8 x float> %i.body.5, <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>
  %i.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.7, <8 x float> <float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000>, <8 x float> %i.body.13)
  %i.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.5, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.9)
  %i.body.16 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.7, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.15)
  %i.body.17 = mul i64 %"i", 768
  %i.body.18 = getelementptr i8, ptr %vector.body.11, i64 %i.body.17
  store <8 x float> %i.body.12, ptr %i.body.18, align 1
  %i.body.19 = mul i64 %"i", 768
  %i.body.20 = add i64 %i.body.19, 256
  %i.body.21 = getelementptr i8, ptr %vector.body.11, i64 %i.body.20
  store <8 x float> %i.body.14, ptr %i.body.21, align 1
  %i.body.22 = mul i64 %"i", 768
  %i.body.23 = add i64 %i.body.22, 512
  %i.body.24 = getelementptr i8, ptr %vector.body.11, i64 %i.body.23
  store <8 x float> %i.body.16, ptr %i.body.24, align 1
  %"i.next" = add i64 %"i", 1
  %i.body.25 = call i64 @"llvm.expect.i64"(i64 %"i.next", i64 0)
  %i.body.26 = icmp slt i64 %i.body.25, 3
  br i1 %i.body.26, label %"i.body", label %"i.done"
i.done:
  %"vector.next" = add i64 %"vector", 1
  %i.done.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %i.done.2 = icmp slt i64 %i.done.1, %"vectors"
  br i1 %i.done.2, label %"vector.body", label %"vector.done"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") noinline nounwind optnone
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"p" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"q" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"top" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"left" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"h" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"w" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"seen.h" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"seen.w" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"grid.h" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"grid.w" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"split" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"strips" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"strips.all" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"chunks" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"panel" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"sums" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"block" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"product.x" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"product.dy" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"bytes.x" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.dy" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"bytes.sums" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"next.x.lines" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"next.x.share" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"next.dy.lines" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"next.dy.share" = load i64, ptr %entry.40, align 1
  %entry.41 = mul i64 %"slot", %"panel_bytes"
  %entry.42 = getelementptr i8, ptr %"panels", i64 %entry.41
  %entry.43 = getelementptr i8, ptr %entry.42, i64 %"bytes.x"
  %entry.44 = getelementptr i8, ptr %entry.43, i64 %"bytes.dy"
  %entry.45 = getelementptr i8, ptr %entry.44, i64 %"bytes.sums"
  %entry.46 = mul i64 %"task", %"chunks"
  %entry.47 = udiv i64 %entry.46, %"split"
  %entry.48 = mul i64 %entry.47, %"split"
  %entry.49 = sub i64 %entry.46, %entry.48
  %entry.50 = add i64 %"task", 1
  %entry.51 = mul i64 %entry.50, %"chunks"
  %entry.52 = udiv i64 %entry.51, %"split"
  %entry.53 = mul i64 %entry.52, %"split"
  %entry.54 = sub i64 %entry.51, %entry.53
  %entry.55 = alloca ptr
  %entry.56 = alloca i64
  %entry.57 = alloca ptr
  %entry.58 = alloca i64
  %entry.59 = icmp slt i64 %entry.47, %entry.52
  br i1 %entry.59, label %"chunk.body", label %"chunk.done"
chunk.body:
  %"chunk" = phi  i64 [%entry.47, %"entry"], [%strip.done.endif.1, %"strip.done.endif"]
  %chunk.body.1 = icmp eq i64 %"chunk", %entry.47
  %chunk.body.2 = mul i64 %"chunk", %"strips"
  %chunk.body.3 = add i64 %chunk.body.2, %"strips"
  %chunk.body.4 = icmp slt i64 %chunk.body.3, %"strips.all"
  %chunk.body.5 = select  i1 %chunk.body.4, i64 %chunk.body.3, i64 %"strips.all"
  %chunk.body.6 = icmp slt i64 %chunk.body.2, %chunk.body.5
  br i1 %chunk.body.6, label %"strip.body", label %"strip.done"
chunk.done:
  call void @"transform_dw"(ptr %entry.44, ptr %"out", i64 8, i64 1, i64 0, i64 %"sums", i64 32)
  ret void
strip.body:
  %"strip" = phi  i64 [%chunk.body.2, %"chunk.body"], [%strip.body.47, %"strip.body"]
  %strip.body.1 = sub i64 %"strip", %chunk.body.2
  %strip.body.2 = udiv i64 %"strip", %"grid.h"
  %strip.body.3 = mul i64 %strip.body.2, %"grid.h"
  %strip.body.4 = sub i64 %"strip", %strip.body.3
  %strip.body.5 = mul i64 %strip.body.1, %"grid.w"
  %strip.body.6 = mul i64 %strip.body.4, 2
  %strip.body.7 = mul i64 %"top", -1
  %strip.body.8 = add i64 %strip.body.6, %strip.body.7
  %strip.body.9 = sub i64 0, %strip.body.8
  %strip.body.10 = icmp sgt i64 0, %strip.body.9
  %strip.body.11 = select  i1 %strip.body.10, i64 0, i64 %strip.body.9
  %strip.body.12 = add i64 %"seen.h", -1
  %strip.body.13 = sub i64 %strip.body.12, %strip.body.8
  %strip.body.14 = add i64 %strip.body.13, 1
  %strip.body.15 = mul i64 %"left", -1
  %strip.body.16 = sub i64 0, %strip.body.15
  %strip.body.17 = icmp sgt i64 0, %strip.body.16
  %strip.body.18 = select  i1 %strip.body.17, i64 0, i64 %strip.body.16
  %strip.body.19 = add i64 %"seen.w", -1
  %strip.body.20 = sub i64 %strip.body.19, %strip.body.15
  %strip.body.21 = add i64 %strip.body.20, 1
  %strip.body.22 = mul i64 %strip.body.2, %"xn"
  %strip.body.23 = mul i64 %strip.body.8, %"xh"
  %strip.body.24 = add i64 %strip.body.22, %strip.body.23
  %strip.body.25 = mul i64 %"xc", 8
  %strip.body.26 = mul i64 %strip.body.15, %"xw"
  %strip.body.27 = add i64 %strip.body.24, %strip.body.26
  %strip.body.28 = getelementptr i8, ptr %"x", i64 %strip.body.27
  %strip.body.29 = mul i64 %strip.body.5, 32
  %strip.body.30 = getelementptr i8, ptr %entry.42, i64 %strip.body.29
  call void @"transform_x"(ptr %strip.body.28, ptr %strip.body.30, i64 %"grid.w", i64 1, i64 32, i64 0, i64 %strip.body.11, i64 %strip.body.14, i64 %strip.body.18, i64 %strip.body.21, i64 %"xh", i64 %"xw", i64 %"panel", i64 %"product.x")
  %strip.body.31 = mul i64 %strip.body.4, 2
  %strip.body.32 = sub i64 0, %strip.body.31
  %strip.body.33 = icmp sgt i64 0, %strip.body.32
  %strip.body.34 = select  i1 %strip.body.33, i64 0, i64 %strip.body.32
  %strip.body.35 = add i64 %"p", -1
  %strip.body.36 = sub i64 %strip.body.35, %strip.body.31
  %strip.body.37 = add i64 %strip.body.36, 1
  %strip.body.38 = add i64 %"q", -1
  %strip.body.39 = add i64 %strip.body.38, 1
  %strip.body.40 = mul i64 %strip.body.2, %"dyn"
  %strip.body.41 = mul i64 %strip.body.31, %"dyp"
  %strip.body.42 = add i64 %strip.body.40, %strip.body.41
  %strip.body.43 = mul i64 %"dyk", 8
  %strip.body.44 = getelementptr i8, ptr %"dy", i64 %strip.body.42
  %strip.body.45 = mul i64 %strip.body.5, 32
  %strip.body.46 = getelementptr i8, ptr %entry.43, i64 %strip.body.45
  call void @"transform_dy"(ptr %strip.body.44, ptr %strip.body.46, i64 %"grid.w", i64 1, i64 32, i64 0, i64 %strip.body.34, i64 %strip.body.37, i64 0, i64 %strip.body.39, i64 %"dyp", i64 %"dyq", i64 %"panel", i64 %"product.dy")
  %"strip.next" = add i64 %"strip", 1
  %strip.body.47 = call i64 @"llvm.expect.i64"(i64 %"strip.next", i64 0)
  %strip.body.48 = icmp slt i64 %strip.body.47, %chunk.body.5
  br i1 %strip.body.48, label %"strip.body", label %"strip.done"
strip.done:
  %strip.done.1 = add i64 %chunk.body.2, %"strips"
  %strip.done.2 = udiv i64 %strip.done.1, %"grid.h"
  %strip.done.3 = mul i64 %strip.done.2, %"grid.h"
  %strip.done.4 = sub i64 %strip.done.1, %strip.done.3
  %strip.done.5 = mul i64 %strip.done.4, 2
  %strip.done.6 = add i64 %strip.done.5, 2
  %strip.done.7 = mul i64 %"top", -1
  %strip.done.8 = add i64 %strip.done.6, %strip.done.7
  %strip.done.9 = mul i64 %strip.done.2, %"xn"
  %strip.done.10 = mul i64 %strip.done.8, %"xh"
  %strip.done.11 = add i64 %strip.done.9, %strip.done.10
  %strip.done.12 = getelementptr i8, ptr %"x", i64 %strip.done.11
  store ptr %strip.done.12, ptr %entry.55
  store i64 0, i64* %entry.56
  %strip.done.13 = add i64 %chunk.body.2, %"strips"
  %strip.done.14 = udiv i64 %strip.done.13, %"grid.h"
  %strip.done.15 = mul i64 %strip.done.14, %"grid.h"
  %strip.done.16 = sub i64 %strip.done.13, %strip.done.15
  %strip.done.17 = mul i64 %strip.done.16, 2
  %strip.done.18 = mul i64 %strip.done.14, %"dyn"
  %strip.done.19 = mul i64 %strip.done.17, %"dyp"
  %strip.done.20 = add i64 %strip.done.18, %strip.done.19
  %strip.done.21 = getelementptr i8, ptr %"dy", i64 %strip.done.20
  store ptr %strip.done.21, ptr %entry.57
  store i64 0, i64* %entry.58
  %strip.done.22 = sub i64 %chunk.body.5, %chunk.body.2
  %strip.done.23 = mul i64 %strip.done.22, %"grid.w"
  %strip.done.24 = icmp eq i64 1, 1
  br i1 %strip.done.24, label %"strip.done.if", label %"strip.done.endif"
strip.done.if:
  %strip.done.if.1 = icmp slt i64 0, 16
  br i1 %strip.done.if.1, label %"product.body", label %"product.done"
strip.done.endif:
  %"chunk.next" = add i64 %"chunk", 1
  %strip.done.endif.1 = call i64 @"llvm.expect.i64"(i64 %"chunk.next", i64 0)
  %strip.done.endif.2 = icmp slt i64 %strip.done.endif.1, %entry.52
  br i1 %strip.done.endif.2, label %"chunk.body", label %"chunk.done"
product.body:
  %"product" = phi  i64 [0, %"strip.done.if"], [%begin.done.1, %"begin.done"]
  %product.body.1 = mul i64 %"product", %"sums"
  %product.body.2 = getelementptr i8, ptr %entry.44, i64 %product.body.1
  %product.body.3 = icmp slt i64 0, %strip.done.23
  br i1 %product.body.3, label %"begin.body", label %"begin.done"
product.done:
  br label %"strip.done.endif"
begin.body:
  %"begin" = phi  i64 [0, %"product.body"], [%ahead.done.1.1, %"ahead.done.1"]
  %begin.body.1 = sub i64 %strip.done.23, %"begin"
  %begin.body.2 = icmp slt i64 256, %begin.body.1
  %begin.body.3 = select  i1 %begin.body.2, i64 256, i64 %begin.body.1
  %begin.body.4 = icmp eq i64 %"begin", 0
  %begin.body.5 = and i1 %chunk.body.1, %begin.body.4
  %begin.body.6 = mul i64 %"begin", 32
  %begin.body.7 = mul i64 %"product", %"product.x"
  %begin.body.8 = add i64 %begin.body.7, %begin.body.6
  %begin.body.9 = getelementptr i8, ptr %entry.42, i64 %begin.body.8
  %begin.body.10 = mul i64 %"product", %"product.dy"
  %begin.body.11 = add i64 %begin.body.10, %begin.body.6
  %begin.body.12 = getelementptr i8, ptr %entry.43, i64 %begin.body.11
  %begin.body.13 = icmp slt i64 0, %"next.x.share"
  br i1 %begin.body.13, label %"ahead.body", label %"ahead.done"
begin.done:
  %"product.next" = add i64 %"product", 1
  %begin.done.1 = call i64 @"llvm.expect.i64"(i64 %"product.next", i64 0)
  %begin.done.2 = icmp slt i64 %begin.done.1, 16
  br i1 %begin.done.2, label %"product.body", label %"product.done"
ahead.body:
  %"ahead" = phi  i64 [0, %"begin.body"], [%ahead.body.11, %"ahead.body"]
  %ahead.body.1 = load ptr, ptr %entry.55
  %ahead.body.2 = load i64, i64* %entry.56
  %ahead.body.3 = mul i64 %ahead.body.2, 64
  %ahead.body.4 = getelementptr i8, ptr %ahead.body.1, i64 %ahead.body.3
  call void @"llvm.prefetch.p0"(ptr %ahead.body.4, i32 0, i32 2, i32 1)
  %ahead.body.5 = add i64 %ahead.body.2, 1
  %ahead.body.6 = add i64 %"next.x.lines", -1
  %ahead.body.7 = icmp slt i64 %ahead.body.6, %ahead.body.5
  %ahead.body.8 = select  i1 %ahead.body.7, i64 %"xw", i64 0
  %ahead.body.9 = getelementptr i8, ptr %ahead.body.1, i64 %ahead.body.8
  store ptr %ahead.body.9, ptr %entry.55
  %ahead.body.10 = select  i1 %ahead.body.7, i64 0, i64 %ahead.body.5
  store i64 %ahead.body.10, i64* %entry.56
  %"ahead.next" = add i64 %"ahead", 1
  %ahead.body.11 = call i64 @"llvm.expect.i64"(i64 %"ahead.next", i64 0)
  %ahead.body.12 = icmp slt i64 %ahead.body.11, %"next.x.share"
  br i1 %ahead.body.12, label %"ahead.body", label %"ahead.done"
ahead.done:
  %ahead.done.1 = icmp slt i64 0, %"next.dy.share"
  br i1 %ahead.done.1, label %"ahead.body.1", label %"ahead.done.1"
ahead.body.1:
  %"ahead.1" = phi  i64 [0, %"ahead.done"], [%ahead.body.1.11, %"ahead.body.1"]
  %ahead.body.1.1 = load ptr, ptr %entry.57
  %ahead.body.1.2 = load i64, i64* %entry.58
  %ahead.body.1.3 = mul i64 %ahead.body.1.2, 64
  %ahead.body.1.4 = getelementptr i8, ptr %ahead.body.1.1, i64 %ahead.body.1.3
  call void @"llvm.prefetch.p0"(ptr %ahead.body.1.4, i32 0, i32 2, i32 1)
  %ahead.body.1.5 = add i64 %ahead.body.1.2, 1
  %ahead.body.1.6 = add i64 %"next.dy.lines", -1
  %ahead.body.1.7 = icmp slt i64 %ahead.body.1.6, %ahead.body.1.5
  %ahead.body.1.8 = select  i1 %ahead.body.1.7, i64 %"dyq", i64 0
  %ahead.body.1.9 = getelementptr i8, ptr %ahead.body.1.1, i64 %ahead.body.1.8
  store ptr %ahead.body.1.9, ptr %entry.57
  %ahead.body.1.10 = select  i1 %ahead.body.1.7, i64 0, i64 %ahead.body.1.5
  store i64 %ahead.body.1.10, i64* %entry.58
  %"ahead.next.1" = add i64 %"ahead.1", 1
  %ahead.body.1.11 = call i64 @"llvm.expect.i64"(i64 %"ahead.next.1", i64 0)
  %ahead.body.1.12 = icmp slt i64 %ahead.body.1.11, %"next.dy.share"
  br i1 %ahead.body.1.12, label %"ahead.body.1", label %"ahead.done.1"
ahead.done.1:
  call void @"tile_4x1x8_0"(ptr %begin.body.9, ptr %begin.body.12, ptr %product.body.2, i1 %begin.body.5, i64 2, i64 16, i64 0, i64 128, i64 1, i64 1, i64 %begin.body.3, i64 0, i64 0, i64 32, i64 0, i64 0, i64 32, i64 %"panel")
  %"begin.next" = add i64 %"begin", 256
  %ahead.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"begin.next", i64 0)
  %ahead.done.1.2 = icmp slt i64 %ahead.done.1.1, %strip.done.23
  br i1 %ahead.done.1.2, label %"begin.body", label %"begin.done"
}

